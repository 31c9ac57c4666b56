package dev.ingest.expression;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Python's {@code datetime} and {@code date}: microseconds, years 1 to 9999, ISO text, parts. A naive time counts as UTC. */
final class Dates {
    private Dates() {}

    static Value.DateTime now(Clock clock) {
        return utc(clock.instant());
    }

    static Value.DateTime utc(Instant instant) {
        Instant micros = instant.truncatedTo(ChronoUnit.MICROS);
        return new Value.DateTime(
                inRange(LocalDateTime.ofInstant(micros, ZoneOffset.UTC)), Optional.of(ZoneOffset.UTC));
    }

    static LocalDateTime inRange(LocalDateTime local) {
        inRange(local.toLocalDate());
        return local;
    }

    static LocalDate inRange(LocalDate date) {
        if (date.getYear() < 1 || date.getYear() > 9999) {
            throw ExpressionException.value("year " + date.getYear() + " is out of range (expected: 1 to 9999)");
        }
        return date;
    }

    static OffsetDateTime instant(Value.DateTime moment) {
        return moment.local().atOffset(moment.offset().orElse(ZoneOffset.UTC));
    }

    static Value.DateTime toUtc(Value.DateTime moment) {
        return utc(instant(moment).toInstant());
    }

    static long micros(Value.DateTime moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant(moment).toInstant());
    }

    /** {@code datetime.timestamp()}. */
    static double timestamp(Value.DateTime moment) {
        return micros(moment) / 1_000_000.0;
    }

    static boolean same(Value.DateTime left, Value.DateTime right) {
        return left.offset().isPresent() == right.offset().isPresent()
                && instant(left).isEqual(instant(right));
    }

    static int order(Value.DateTime left, Value.DateTime right) {
        if (left.offset().isPresent() != right.offset().isPresent()) {
            throw ExpressionException.type("can't compare offset-naive and offset-aware datetimes");
        }
        return instant(left).toInstant().compareTo(instant(right).toInstant());
    }

    static Duration between(Value.DateTime from, Value.DateTime to) {
        if (from.offset().isPresent() != to.offset().isPresent()) {
            throw ExpressionException.type("can't subtract offset-naive and offset-aware datetimes");
        }
        return Duration.between(instant(to), instant(from));
    }

    static String isoFormat(LocalDate date) {
        return "%04d-%02d-%02d".formatted(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }

    static String isoFormat(Value.DateTime moment, char separator) {
        return isoFormat(moment, Character.toString(separator), "auto");
    }

    /** @param timespec what of the time is written, as Python's {@code isoformat} names it */
    static String isoFormat(Value.DateTime moment, String separator, String timespec) {
        return isoFormat(moment.local().toLocalDate())
                + separator
                + time(moment.local().toLocalTime(), timespec)
                + moment.offset().map(offset -> offset(offset, ":")).orElse("");
    }

    private static String time(LocalTime time, String timespec) {
        int micros = time.getNano() / 1000;
        String minutes = "%02d:%02d".formatted(time.getHour(), time.getMinute());
        String seconds = "%s:%02d".formatted(minutes, time.getSecond());
        return switch (timespec) {
            case "auto" -> micros == 0 ? seconds : "%s.%06d".formatted(seconds, micros);
            case "hours" -> "%02d".formatted(time.getHour());
            case "minutes" -> minutes;
            case "seconds" -> seconds;
            case "milliseconds" -> "%s.%03d".formatted(seconds, micros / 1000);
            case "microseconds" -> "%s.%06d".formatted(seconds, micros);
            default -> throw ExpressionException.value("unknown timespec value '" + timespec + "'");
        };
    }

    static String offset(ZoneOffset offset, String separator) {
        int seconds = Math.abs(offset.getTotalSeconds());
        String sign = offset.getTotalSeconds() < 0 ? "-" : "+";
        String text = "%s%02d%s%02d".formatted(sign, seconds / 3600, separator, seconds / 60 % 60);
        return seconds % 60 == 0 ? text : text + separator + "%02d".formatted(seconds % 60);
    }

    static String repr(Value.Date date) {
        LocalDate value = date.value();
        return "datetime.date(%d, %d, %d)".formatted(value.getYear(), value.getMonthValue(), value.getDayOfMonth());
    }

    static String repr(Value.DateTime moment) {
        LocalDateTime local = moment.local();
        int micros = local.getNano() / 1000;
        String seconds = micros != 0 || local.getSecond() != 0 ? ", " + local.getSecond() : "";
        return "datetime.datetime(%d, %d, %d, %d, %d%s%s%s)"
                .formatted(
                        local.getYear(),
                        local.getMonthValue(),
                        local.getDayOfMonth(),
                        local.getHour(),
                        local.getMinute(),
                        seconds,
                        micros != 0 ? ", " + micros : "",
                        moment.offset()
                                .map(offset -> ", tzinfo=" + zone(offset))
                                .orElse(""));
    }

    private static String zone(ZoneOffset offset) {
        Duration ahead = Duration.ofSeconds(offset.getTotalSeconds());
        return ahead.isZero() ? "datetime.timezone.utc" : "datetime.timezone(" + Deltas.repr(Deltas.of(ahead)) + ")";
    }

    static Optional<Value> part(Value.Date date, String name) {
        return switch (name) {
            case "year" -> Optional.of(Value.of(date.value().getYear()));
            case "month" -> Optional.of(Value.of(date.value().getMonthValue()));
            case "day" -> Optional.of(Value.of(date.value().getDayOfMonth()));
            default -> Optional.empty();
        };
    }

    static Optional<Value> part(Value.DateTime moment, String name) {
        LocalDateTime local = moment.local();
        return switch (name) {
            case "hour" -> Optional.of(Value.of(local.getHour()));
            case "minute" -> Optional.of(Value.of(local.getMinute()));
            case "second" -> Optional.of(Value.of(local.getSecond()));
            case "microsecond" -> Optional.of(Value.of(local.getNano() / 1000));
            case "fold" -> Optional.of(Value.of(0));
            default -> part(new Value.Date(local.toLocalDate()), name);
        };
    }
}
