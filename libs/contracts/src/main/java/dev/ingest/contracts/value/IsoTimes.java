package dev.ingest.contracts.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Dates and times as APIs write them: ISO 8601, a space allowed for the T, and a missing zone meaning UTC. What is none throws
 * {@link DateTimeException}, what is too far from 1970 {@link ArithmeticException}.
 */
public final class IsoTimes {

    private static final int DATE_LENGTH = 10;

    private IsoTimes() {}

    /** Microseconds since 1970 in UTC. */
    public static long micros(String text) {
        String iso = text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == ' '
                ? text.substring(0, DATE_LENGTH) + 'T' + text.substring(DATE_LENGTH + 1)
                : text;
        Instant instant = hasZone(iso)
                ? OffsetDateTime.parse(withColon(iso)).toInstant()
                : iso.length() == DATE_LENGTH
                        ? LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC)
                        : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** Microseconds since midnight. */
    public static long microsOfDay(String text) {
        return LocalTime.parse(text).toNanoOfDay() / 1_000;
    }

    /** Days since 1970. */
    public static int days(String text) {
        return Math.toIntExact(LocalDate.parse(text).toEpochDay());
    }

    private static boolean hasZone(String iso) {
        int time = iso.indexOf('T');
        return time > 0
                && (iso.endsWith("Z") || iso.endsWith("z") || iso.indexOf('+', time) > 0 || iso.indexOf('-', time) > 0);
    }

    /** {@code +0200} and {@code +02} are common; the JDK's parser wants {@code +02:00}. */
    private static String withColon(String iso) {
        int sign = Math.max(iso.lastIndexOf('+'), iso.lastIndexOf('-'));
        if (iso.endsWith("Z") || iso.endsWith("z") || iso.indexOf(':', sign) > 0) {
            return iso;
        }
        return switch (iso.length() - sign) {
            case 3 -> iso + ":00";
            case 5 -> iso.substring(0, sign + 3) + ':' + iso.substring(sign + 3);
            default -> throw new DateTimeException("offset of " + (iso.length() - sign) + " characters");
        };
    }
}
