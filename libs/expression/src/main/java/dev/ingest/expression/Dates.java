package dev.ingest.expression;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code datetime}: microseconds, ISO text, parts. */
final class Dates {
    /** ISO-8601 in the forms dateutil and Airbyte accept: date, optional time, optional fraction, optional offset. */
    private static final Pattern ISO = Pattern.compile(
            "(\\d{4})-?(\\d{2})(?:-?(\\d{2}))?"
                    + "(?:[T ](\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:[.,](\\d{1,9}))?)?)?)?\\s*(Z|z|UTC|[+-]\\d{2}(?::?\\d{2})?)?");

    private Dates() {}

    static Value.DateTime now(Clock clock) {
        return utc(clock.instant());
    }

    static Value.DateTime utc(Instant instant) {
        Instant micros = instant.truncatedTo(ChronoUnit.MICROS);
        return new Value.DateTime(LocalDateTime.ofInstant(micros, ZoneOffset.UTC), Optional.of(ZoneOffset.UTC));
    }

    /** A naive time counts as UTC. */
    static OffsetDateTime instant(Value.DateTime moment) {
        return moment.local().atOffset(moment.offset().orElse(ZoneOffset.UTC));
    }

    static Value.DateTime toUtc(Value.DateTime moment) {
        return utc(instant(moment).toInstant());
    }

    static long micros(Value.DateTime moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant(moment).toInstant());
    }

    static Value.DateTime parseIso(String text) {
        Matcher iso = ISO.matcher(text.strip());
        if (!iso.matches()) {
            throw ExpressionException.value("not an ISO-8601 date or time, of " + text.length() + " characters");
        }
        try {
            LocalDateTime local = LocalDate.of(field(iso, 1, 1), field(iso, 2, 1), field(iso, 3, 1))
                    .atTime(field(iso, 4, 0), field(iso, 5, 0), field(iso, 6, 0), nanos(iso.group(7)));
            return new Value.DateTime(local, Optional.ofNullable(iso.group(8)).map(Dates::offset));
        } catch (DateTimeException invalid) {
            throw ExpressionException.value("not a valid date or time: " + invalid.getMessage());
        }
    }

    private static int field(Matcher iso, int group, int otherwise) {
        return Optional.ofNullable(iso.group(group)).map(Integer::parseInt).orElse(otherwise);
    }

    private static int nanos(@org.jspecify.annotations.Nullable String fraction) {
        if (fraction == null) {
            return 0;
        }
        String micros = (fraction + "00000").substring(0, 6);
        return Integer.parseInt(micros) * 1000;
    }

    static ZoneOffset offset(String text) {
        if (text.equalsIgnoreCase("Z") || text.equals("UTC")) {
            return ZoneOffset.UTC;
        }
        return ZoneOffset.of(text.length() == 3 ? text + ":00" : text);
    }

    static String isoFormat(Value.DateTime moment, char separator) {
        LocalDateTime local = moment.local();
        int micros = local.getNano() / 1000;
        StringBuilder text = new StringBuilder()
                .append("%s%c%02d:%02d:%02d"
                        .formatted(
                                local.toLocalDate(), separator, local.getHour(), local.getMinute(), local.getSecond()));
        if (micros != 0) {
            text.append(".%06d".formatted(micros));
        }
        moment.offset().ifPresent(offset -> text.append(offset(offset, ":")));
        return text.toString();
    }

    static String offset(ZoneOffset offset, String separator) {
        int seconds = Math.abs(offset.getTotalSeconds());
        String sign = offset.getTotalSeconds() < 0 ? "-" : "+";
        return "%s%02d%s%02d".formatted(sign, seconds / 3600, separator, seconds / 60 % 60);
    }

    static Optional<Value> part(Value.DateTime moment, String name) {
        LocalDateTime local = moment.local();
        return switch (name) {
            case "year" -> Optional.of(Value.of(local.getYear()));
            case "month" -> Optional.of(Value.of(local.getMonthValue()));
            case "day" -> Optional.of(Value.of(local.getDayOfMonth()));
            case "hour" -> Optional.of(Value.of(local.getHour()));
            case "minute" -> Optional.of(Value.of(local.getMinute()));
            case "second" -> Optional.of(Value.of(local.getSecond()));
            case "microsecond" -> Optional.of(Value.of(local.getNano() / 1000));
            default -> Optional.empty();
        };
    }
}
