package dev.ingest.gateway.time;

import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE;
import static java.time.format.DateTimeFormatter.ISO_LOCAL_TIME;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * A moment, read from ISO 8601 text: date and time with {@code Z} or an offset. Without either it is taken as UTC, and a space
 * may stand for the {@code T}: the field's quick starts send {@code 2026-04-20 10:00:00}.
 */
public final class UtcTime {
    private static final int YEAR_MIN = 1;
    private static final int YEAR_MAX = 9999;
    private static final int SPACE_AT = 10;
    private static final char ZULU = 'Z';

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(ISO_LOCAL_DATE)
            .appendLiteral('T')
            .append(ISO_LOCAL_TIME)
            .optionalStart()
            .parseLenient() // for the offset alone: with or without minutes, with or without a colon
            .appendOffset("+HH", "Z")
            .optionalEnd()
            .toFormatter(java.util.Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT)
            .withChronology(IsoChronology.INSTANCE);

    private UtcTime() {}

    /**
     * The moment as ISO 8601 with seconds and {@code Z}, as {@link java.time.Instant#parse} reads it: the text itself if it is that
     * already. Nothing if the text is no such time, or its year is not one of 1 to 9999.
     */
    public static Optional<String> parse(String text) {
        return PlainUtc.matches(text) ? Optional.of(text) : parseAny(text);
    }

    private static Optional<String> parseAny(String text) {
        String iso = text.length() > SPACE_AT && text.charAt(SPACE_AT) == ' '
                ? text.substring(0, SPACE_AT) + 'T' + text.substring(SPACE_AT + 1)
                : text;
        try {
            LocalDateTime utc = utc(ISO.parseBest(iso, OffsetDateTime::from, LocalDateTime::from));
            boolean inRange = utc.getYear() >= YEAR_MIN && utc.getYear() <= YEAR_MAX;
            return inRange ? Optional.of(canonical(utc)) : Optional.empty();
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }

    private static LocalDateTime utc(TemporalAccessor time) {
        return switch (time) {
            case OffsetDateTime offset ->
                offset.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
            case LocalDateTime local -> local;
            case TemporalAccessor other -> throw new IllegalStateException("parsed as " + other);
        };
    }

    private static String canonical(LocalDateTime utc) {
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(utc) + ZULU;
    }
}
