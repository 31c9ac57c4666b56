package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.DatetimeCursor;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.DateFormat;
import dev.ingest.expression.DateParse;
import dev.ingest.expression.ExpressionException;
import dev.ingest.expression.Value;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The dates of one datetime cursor: read, written and compared in its formats. */
final class CursorDates {
    private static final String DEFAULT_MOMENT = "%Y-%m-%dT%H:%M:%S.%f%z";

    private final DatetimeCursor cursor;
    private final Scope scope;

    CursorDates(DatetimeCursor cursor, Scope scope) {
        this.cursor = cursor;
        this.scope = scope;
    }

    String field() {
        return cursor.field().text(scope);
    }

    Instant start() {
        return moment(cursor.start());
    }

    /** The end asked for, never later than now. */
    Instant end() {
        Instant now = scope.clock().instant().truncatedTo(ChronoUnit.MICROS);
        Instant end = cursor.end().map(this::moment).orElse(now);
        return end.isAfter(now) ? now : end;
    }

    private Instant moment(DatetimeCursor.Moment moment) {
        List<String> formats = new ArrayList<>();
        moment.format().ifPresent(formats::add);
        formats.add(cursor.format());
        formats.add(DEFAULT_MOMENT);
        Instant instant = parse(moment.datetime(), formats);
        Optional<Instant> least = moment.least().map(bound -> parse(bound, formats));
        Optional<Instant> most = moment.most().map(bound -> parse(bound, formats));
        instant = least.isPresent() && instant.isBefore(least.get()) ? least.get() : instant;
        return most.isPresent() && instant.isAfter(most.get()) ? most.get() : instant;
    }

    private Instant parse(Interpolated template, List<String> formats) {
        String text = template.text(scope).strip();
        return tryFormats(text, formats)
                .orElseThrow(() -> new ReadException(
                        ReadException.Kind.CONFIG,
                        template.path() + ": '" + text + "' is not a date in one of the formats " + formats));
    }

    private static Optional<Instant> tryFormats(String text, List<String> formats) {
        for (String format : formats) {
            Optional<Instant> parsed = tryFormat(text, format);
            if (parsed.isPresent()) {
                return parsed;
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> tryFormat(String text, String format) {
        try {
            Value.DateTime moment = DateParse.parse(text, format);
            return Optional.of(moment.local().toInstant(moment.offset().orElse(ZoneOffset.UTC)));
        } catch (ExpressionException otherFormat) {
            return Optional.empty();
        }
    }

    /** A record's or a checkpoint's cursor value; empty when it follows none of the cursor's formats. */
    Optional<Instant> read(String text) {
        List<String> formats = new ArrayList<>(cursor.formats());
        formats.add(cursor.format());
        return tryFormats(text, formats);
    }

    String write(Instant instant) {
        Value.DateTime moment =
                new Value.DateTime(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), Optional.of(ZoneOffset.UTC));
        return DateFormat.format(moment, cursor.format());
    }
}
