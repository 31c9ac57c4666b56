package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.DatetimeCursor;
import dev.ingest.connector.manifest.Span;
import dev.ingest.connector.read.Intervals.Interval;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts the time that has not been read yet into ranges. */
final class CursorPlan {
    /** More slices than this is a step that does not fit the range. */
    private static final int MAX_RANGES = 10_000;

    private final DatetimeCursor cursor;
    private final CursorDates dates;
    private final Optional<Span> step;
    private final List<CursorRange> ranges = new ArrayList<>();

    private CursorPlan(DatetimeCursor cursor, CursorDates dates) {
        this.cursor = cursor;
        this.dates = dates;
        this.step = dates.step();
    }

    /** Oldest first; none where there is nothing between what was read and the end. */
    static List<CursorRange> ranges(DatetimeCursor cursor, CursorDates dates, Intervals read) {
        try {
            return new CursorPlan(cursor, dates).cut(read.intervals());
        } catch (DateTimeException | ArithmeticException beyond) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    cursor.manifestPath() + ": its dates, step and lookback leave the calendar",
                    beyond);
        }
    }

    private List<CursorRange> cut(List<Interval> read) {
        if (dates.start().isBefore(read.getFirst().start())) {
            cut(dates.start(), read.getFirst().start(), false);
        }
        for (int i = 0; i + 1 < read.size(); i++) {
            OffsetDateTime end = read.get(i).end();
            OffsetDateTime from =
                    dates.granularity().map(span -> span.after(end)).orElse(end);
            cut(from, read.get(i + 1).start(), false);
        }
        OffsetDateTime reached = read.getLast().end();
        cut(dates.lookback().map(span -> span.before(reached)).orElse(reached), dates.end(), true);
        return List.copyOf(ranges);
    }

    /** @param last whether the end is the end of all, which the last slice keeps */
    private void cut(OffsetDateTime lower, OffsetDateTime upper, boolean last) {
        if (!lower.isBefore(upper) || upper.isBefore(dates.start())) {
            return;
        }
        OffsetDateTime from = lower.isBefore(dates.start()) ? dates.start() : lower;
        if (!stepFrom(from).isBefore(upper)) {
            add(dates.ceiling(from), dates.ceiling(upper), last);
            return;
        }
        boolean goesOn = true;
        while (goesOn) {
            OffsetDateTime next = stepFrom(from);
            goesOn = next.isBefore(upper);
            OffsetDateTime end = goesOn ? dates.ceiling(next) : upper;
            OffsetDateTime start = dates.ceiling(from);
            if (!start.isBefore(end)) {
                refuseEndless(from, next, upper);
                return;
            }
            add(start, end, last && !goesOn);
            from = end;
        }
    }

    private OffsetDateTime stepFrom(OffsetDateTime from) {
        return step.map(span -> span.after(from)).orElse(dates.end());
    }

    private void add(OffsetDateTime start, OffsetDateTime end, boolean keepsEnd) {
        if (ranges.size() >= MAX_RANGES) {
            throw tooMany(dates.end());
        }
        Optional<Span> gap = dates.granularity().filter(span -> !keepsEnd);
        OffsetDateTime until = gap.map(span -> span.before(end)).orElse(end);
        ranges.add(CursorRange.of(dates.write(start), dates.write(until)));
    }

    /** Clamping ends the cutting where both bounds fall together; a step of nothing would never end it. */
    private void refuseEndless(OffsetDateTime from, OffsetDateTime next, OffsetDateTime upper) {
        if (!from.isBefore(next)) {
            throw tooMany(upper);
        }
    }

    private ReadException tooMany(OffsetDateTime to) {
        return new ReadException(
                ReadException.Kind.CONFIG,
                cursor.manifestPath() + ".step: cuts the time from "
                        + dates.start().toInstant() + " to " + to.toInstant() + " into more than " + MAX_RANGES
                        + " slices");
    }
}
