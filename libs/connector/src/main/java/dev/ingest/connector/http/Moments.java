package dev.ingest.connector.http;

import dev.ingest.expression.DateParse;
import dev.ingest.expression.ExpressionException;
import dev.ingest.expression.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Points in time as APIs write them, whichever way. */
final class Moments {
    private static final Pattern EPOCH_SECONDS = Pattern.compile("\\d{1,10}");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern SHORT_OFFSET = Pattern.compile("([+-]\\d\\d)(\\d\\d)?$");

    private Moments() {}

    /** Epoch seconds, ISO 8601 with a blank or a T, a date, or an HTTP date; without an offset it is UTC. */
    static Optional<Instant> parse(String text) {
        String given = text.strip();
        try {
            if (EPOCH_SECONDS.matcher(given).matches()) {
                return Optional.of(Instant.ofEpochSecond(Long.parseLong(given)));
            }
            if (DATE.matcher(given).matches()) {
                return Optional.of(LocalDate.parse(given).atStartOfDay().toInstant(ZoneOffset.UTC));
            }
            if (given.length() > 10 && Character.isDigit(given.charAt(0))) {
                return Optional.of(iso(given));
            }
            return Optional.of(ZonedDateTime.parse(given, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Instant iso(String given) {
        String joined = given.replaceFirst("^(\\S{10})\\s+", "$1T").replaceFirst("\\s+(?=[+-]\\d\\d)", "");
        String full = SHORT_OFFSET.matcher(joined).find() && joined.indexOf('T') > 0 && !joined.endsWith("Z")
                ? joined.replaceFirst("([+-]\\d\\d):?(\\d\\d)?$", "$1:$2").replaceFirst(":$", ":00")
                : joined;
        boolean hasOffset = full.endsWith("Z") || full.substring(11).matches(".*[+-].*");
        return hasOffset
                ? ZonedDateTime.parse(full, DateTimeFormatter.ISO_DATE_TIME).toInstant()
                : LocalDateTime.parse(full).toInstant(ZoneOffset.UTC);
    }

    /** As {@link #parse}, else in a format of {@code strptime}. */
    static Optional<Instant> parse(String text, String format) {
        return parse(text).or(() -> {
            try {
                Value.DateTime moment = DateParse.parse(text, format);
                return Optional.of(moment.local().toInstant(moment.offset().orElse(ZoneOffset.UTC)));
            } catch (ExpressionException unreadable) {
                return Optional.empty();
            }
        });
    }
}
