package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.DatetimeCursor;
import dev.ingest.connector.manifest.Scope;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts the time from a checkpoint (or the start) to now into ranges. */
final class CursorPlan {
    /** More slices than this is a step that does not fit the range. */
    private static final int MAX_RANGES = 10_000;

    private static final Pattern FRACTION = Pattern.compile("(PT(?:\\d+H)?(?:\\d+M)?)0?\\.(\\d{1,9})S");

    private final DatetimeCursor cursor;
    private final Scope scope;
    private final CursorDates dates;

    CursorPlan(DatetimeCursor cursor, Scope scope) {
        this.cursor = cursor;
        this.scope = scope;
        this.dates = new CursorDates(cursor, scope);
    }

    CursorDates dates() {
        return dates;
    }

    /** A calendar part and an exact part: P1M is not thirty days. */
    private record Span(Period calendar, Duration exact) {
        Instant after(Instant instant) {
            return instant.atOffset(ZoneOffset.UTC).plus(calendar).plus(exact).toInstant();
        }

        Instant before(Instant instant) {
            return instant.atOffset(ZoneOffset.UTC).minus(calendar).minus(exact).toInstant();
        }
    }

    /** @param checkpoint the cursor value reached before */
    List<CursorRange> ranges(Optional<String> checkpoint) {
        Instant start = lowerBound(checkpoint);
        Instant end = dates.end();
        if (start.isAfter(end)) {
            start = end;
        }
        Optional<Span> step = cursor.step().map(template -> span(template.path(), template.text(scope)));
        if (step.isEmpty()) {
            return List.of(range(start, end));
        }
        Span granularity = span(cursor.manifestPath(), cursor.granularity().orElse("PT0S"));
        return cut(start, end, step.get(), granularity);
    }

    private List<CursorRange> cut(Instant start, Instant end, Span step, Span granularity) {
        List<CursorRange> ranges = new ArrayList<>();
        Instant from = start;
        while (true) {
            Instant next = step.after(from);
            if (!next.isAfter(from) || ranges.size() >= MAX_RANGES) {
                throw new ReadException(
                        ReadException.Kind.CONFIG,
                        cursor.manifestPath() + ".step: cuts the time from " + start + " to " + end + " into more than "
                                + MAX_RANGES + " slices");
            }
            if (next.isAfter(end)) {
                ranges.add(range(from, end));
                return List.copyOf(ranges);
            }
            ranges.add(range(from, granularity.before(next)));
            from = next;
        }
    }

    private CursorRange range(Instant start, Instant end) {
        return new CursorRange(Optional.of(dates.write(start)), Optional.of(dates.write(end)));
    }

    /** The checkpoint less the lookback, never below the start. */
    private Instant lowerBound(Optional<String> checkpoint) {
        Instant start = dates.start();
        if (checkpoint.isEmpty()) {
            return start;
        }
        Instant reached = dates.read(checkpoint.get())
                .orElseThrow(() -> new ReadException(
                        ReadException.Kind.CONFIG,
                        cursor.manifestPath() + ": the checkpoint '" + checkpoint.get()
                                + "' follows none of the cursor's formats"));
        Optional<String> lookback =
                cursor.lookback().map(template -> template.text(scope)).filter(text -> !text.isBlank());
        Instant from = lookback.map(text ->
                        span(cursor.manifestPath() + ".lookback_window", text).before(reached))
                .orElse(reached);
        return from.isBefore(start) ? start : from;
    }

    private static Span span(String path, String given) {
        String text = given.strip();
        try {
            Matcher fraction = FRACTION.matcher(text);
            if (fraction.matches()) {
                return new Span(Period.ZERO, Duration.parse(fraction.group(1) + "0." + fraction.group(2) + "S"));
            }
            int time = text.indexOf('T');
            String calendar = time < 0 ? text : text.substring(0, time);
            Period period = calendar.equals("P") ? Period.ZERO : Period.parse(calendar);
            Duration exact = time < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(time));
            return new Span(period, exact);
        } catch (DateTimeException invalid) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    path + ": '" + text + "' is not an ISO-8601 duration (expected a form like P1D or PT1H)",
                    invalid);
        }
    }
}
