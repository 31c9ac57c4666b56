package dev.ingest.connector.read;

import dev.ingest.connector.Compatibility;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.DatetimeCursor;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.Span;
import dev.ingest.expression.DateFormat;
import dev.ingest.expression.DateParse;
import dev.ingest.expression.ExpressionException;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The dates of one datetime cursor in one pass: read, written and compared in its formats. */
final class CursorDates {
    /** What the language takes for the smallest distance where the manifest names none. */
    private static final Span SMALLEST = new Span(0, Duration.ofMillis(1));

    private final DatetimeCursor cursor;
    private final Scope scope;
    private final List<String> formats;
    private final String field;
    private final Optional<DateClamping> clamping;
    private final boolean keepsOffset;
    private final OffsetDateTime start;
    private final OffsetDateTime end;

    /** @param now where an open end lies: the moment the pass began, however often it was interrupted since */
    CursorDates(DatetimeCursor cursor, Scope scope, Instant now, Compatibility compatibility) {
        this.cursor = cursor;
        this.scope = scope;
        this.formats = new ArrayList<>(cursor.formats());
        formats.add(cursor.format());
        this.field = cursor.field().text(scope);
        this.clamping = cursor.clamping().map(given -> DateClamping.of(given, scope));
        // In a format without offsets the language writes the clock of wherever a value came from: hours could be
        // missed.
        this.keepsOffset =
                compatibility == Compatibility.STRICT || cursor.format().contains("%z");
        this.start = moment(cursor.start());
        OffsetDateTime open = cursor.end()
                .map(this::moment)
                .orElse(now.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        this.end = clamping.map(each -> each.end(open, cursor.granularity())).orElse(open);
    }

    String field() {
        return field;
    }

    OffsetDateTime start() {
        return start;
    }

    OffsetDateTime end() {
        return end;
    }

    Optional<Span> granularity() {
        return cursor.granularity();
    }

    /** The first moment that does not belong to what ends at another, unless there is a gap. */
    OffsetDateTime next(OffsetDateTime end) {
        return cursor.granularity().orElse(SMALLEST).after(end);
    }

    OffsetDateTime ceiling(OffsetDateTime instant) {
        return clamping.map(each -> each.ceiling(instant)).orElse(instant);
    }

    Optional<Span> step() {
        return cursor.step().flatMap(this::span);
    }

    Optional<Span> lookback() {
        return cursor.lookback().flatMap(this::span);
    }

    private Optional<Span> span(Interpolated template) {
        String text = template.text(scope).strip();
        if (text.isEmpty() || text.equals("None")) {
            return Optional.empty();
        }
        return Optional.of(Span.parse(text)
                .orElseThrow(() -> new ReadException(
                        ReadException.Kind.CONFIG,
                        template.path() + ": '" + text
                                + "' is not an ISO-8601 duration (expected a form like P1D or PT1H)")));
    }

    private OffsetDateTime moment(DatetimeCursor.Moment moment) {
        OffsetDateTime instant = bound(moment.datetime(), moment.format());
        Optional<OffsetDateTime> least = moment.least().flatMap(template -> optional(template, moment.format()));
        Optional<OffsetDateTime> most = moment.most().flatMap(template -> optional(template, moment.format()));
        instant = least.isPresent() && instant.isBefore(least.get()) ? least.get() : instant;
        return most.isPresent() && instant.isAfter(most.get()) ? most.get() : instant;
    }

    private Optional<OffsetDateTime> optional(Interpolated template, String format) {
        return template.coercedText(scope).isEmpty() ? Optional.empty() : Optional.of(bound(template, format));
    }

    private OffsetDateTime bound(Interpolated template, String format) {
        String text = template.coercedText(scope).strip();
        return tryFormat(text, format)
                .orElseThrow(() -> new ReadException(
                        ReadException.Kind.CONFIG,
                        template.path() + ": '" + text + "' is not a date in the format " + format));
    }

    private static Optional<OffsetDateTime> tryFormat(String text, String format) {
        try {
            Value.DateTime moment = DateParse.parse(text, format);
            return Optional.of(moment.local().atOffset(moment.offset().orElse(ZoneOffset.UTC)));
        } catch (ExpressionException otherFormat) {
            return Optional.empty();
        }
    }

    /** A record's cursor value; empty where it is absent or follows none of the cursor's formats. */
    Optional<OffsetDateTime> of(Value.Dict record) {
        return ofField(record.at(field));
    }

    Optional<OffsetDateTime> of(Selected record) {
        return ofField(record.field(field));
    }

    private Optional<OffsetDateTime> ofField(Optional<Value> found) {
        return found.filter(value -> !(value instanceof Value.None)).flatMap(this::read);
    }

    /** A cursor value; empty when it follows none of the cursor's formats. */
    Optional<OffsetDateTime> read(Value value) {
        for (String format : formats) {
            Optional<OffsetDateTime> parsed = tryFormat(text(value, format), format);
            if (parsed.isPresent()) {
                return parsed;
            }
        }
        return Optional.empty();
    }

    /** Epochs are whole numbers: what an API sends behind the point is cut off. */
    private static String text(Value value, String format) {
        boolean isEpoch = format.equals("%s") || format.equals("%ms") || format.equals("%epoch_microseconds");
        return isEpoch && value instanceof Value.Float(var number) ? Long.toString((long) number) : Python.str(value);
    }

    OffsetDateTime saved(Value value) {
        return read(value)
                .orElseThrow(() -> new ReadException(
                        ReadException.Kind.CONFIG,
                        cursor.manifestPath() + ": the checkpoint '" + Python.str(value)
                                + "' follows none of the cursor's formats " + formats));
    }

    /** Whether the texts of moments of one offset sort as they do. */
    boolean sorts() {
        return cursor.format().startsWith("%Y-%m-%d")
                || cursor.format().equals("%s")
                || cursor.format().equals("%ms");
    }

    String write(OffsetDateTime moment) {
        OffsetDateTime written = keepsOffset ? moment : moment.withOffsetSameInstant(ZoneOffset.UTC);
        return DateFormat.format(
                new Value.DateTime(written.toLocalDateTime(), Optional.of(written.getOffset())), cursor.format());
    }
}
