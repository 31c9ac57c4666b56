package dev.ingest.expression;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code timedelta} and isodate's {@code Duration}: reading, printing, arithmetic with dates. */
final class Deltas {
    private static final Pattern ISO = Pattern.compile("([+-])?P(?!$)(?:(\\d+(?:[.,]\\d+)?)Y)?(?:(\\d+(?:[.,]\\d+)?)M)?"
            + "(?:(\\d+(?:[.,]\\d+)?)W)?(?:(\\d+(?:[.,]\\d+)?)D)?"
            + "(?:T(?!$)(?:(\\d+(?:[.,]\\d+)?)H)?(?:(\\d+(?:[.,]\\d+)?)M)?(?:(\\d+(?:[.,]\\d+)?)S)?)?");

    private Deltas() {}

    static Value.Delta parse(String text) {
        Matcher iso = ISO.matcher(text.strip());
        if (!iso.matches()) {
            throw ExpressionException.value("not an ISO-8601 duration: '" + text + "' (expected a form like P1DT2H)");
        }
        int sign = "-".equals(iso.group(1)) ? -1 : 1;
        long months = Math.round(number(iso, 2) * 12 + number(iso, 3));
        double seconds = number(iso, 4) * 604_800
                + number(iso, 5) * 86_400
                + number(iso, 6) * 3_600
                + number(iso, 7) * 60
                + number(iso, 8);
        long micros = Math.round(seconds * 1_000_000);
        return new Value.Delta(
                sign * months, Duration.ofSeconds(sign * (micros / 1_000_000), sign * (micros % 1_000_000) * 1000));
    }

    private static double number(Matcher iso, int group) {
        return Optional.ofNullable(iso.group(group))
                .map(text -> Double.parseDouble(text.replace(',', '.')))
                .orElse(0.0);
    }

    static String str(Value.Delta delta) {
        Duration exact = delta.exact();
        long days = Math.floorDiv(exact.getSeconds(), 86_400L);
        long seconds = Math.floorMod(exact.getSeconds(), 86_400L);
        int micros = exact.getNano() / 1000;
        String clock = "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
        String fraction = micros == 0 ? "" : ".%06d".formatted(micros);
        String day = days == 0 ? "" : days + (Math.abs(days) == 1 ? " day, " : " days, ");
        return months(delta.months()) + day + clock + fraction;
    }

    private static String months(long total) {
        long years = total / 12;
        long months = total % 12;
        String year = years == 0 ? "" : years + (Math.abs(years) == 1 ? " year, " : " years, ");
        return year + (months == 0 ? "" : months + (Math.abs(months) == 1 ? " month, " : " months, "));
    }

    static int order(Value.Delta left, Value.Delta right) {
        if (left.months() != 0 || right.months() != 0) {
            throw ExpressionException.type("durations with months have no order");
        }
        return left.exact().compareTo(right.exact());
    }

    static Optional<Value> part(Value.Delta delta, String name) {
        return switch (name) {
            case "days" -> Optional.of(Value.of(Math.floorDiv(delta.exact().getSeconds(), 86_400L)));
            case "seconds" -> Optional.of(Value.of(Math.floorMod(delta.exact().getSeconds(), 86_400L)));
            case "microseconds" -> Optional.of(Value.of(delta.exact().getNano() / 1000));
            default -> Optional.empty();
        };
    }

    static Value.Delta multiply(Value.Delta delta, long times) {
        return new Value.Delta(delta.months() * times, delta.exact().multipliedBy(times));
    }

    static Optional<Value> add(Value left, Value right) {
        if (left instanceof Value.Delta delta && !(right instanceof Value.Delta)) {
            return shift(right, delta);
        }
        if (!(right instanceof Value.Delta delta)) {
            return Optional.empty();
        }
        return left instanceof Value.Delta(var months, var exact)
                ? Optional.of(new Value.Delta(months + delta.months(), exact.plus(delta.exact())))
                : shift(left, delta);
    }

    static Optional<Value> subtract(Value left, Value right) {
        return switch (right) {
            case Value.Delta delta -> add(left, multiply(delta, -1));
            case Value.DateTime to when left instanceof Value.DateTime from -> Optional.of(between(from, to));
            case Value.Date(var to)
            when left instanceof Value.Date(var from) ->
                Optional.of(new Value.Delta(0, Duration.ofDays(from.toEpochDay() - to.toEpochDay())));
            case Value other -> Optional.empty();
        };
    }

    private static Value between(Value.DateTime from, Value.DateTime to) {
        if (from.offset().isPresent() != to.offset().isPresent()) {
            throw ExpressionException.type("cannot subtract a datetime with an offset and one without");
        }
        return new Value.Delta(0, Duration.between(Dates.instant(to), Dates.instant(from)));
    }

    private static Optional<Value> shift(Value moment, Value.Delta delta) {
        try {
            return switch (moment) {
                case Value.DateTime(var local, var offset) ->
                    Optional.of(
                            new Value.DateTime(local.plusMonths(delta.months()).plus(delta.exact()), offset));
                case Value.Date(var date) ->
                    Optional.of(new Value.Date(date.plusMonths(delta.months())
                            .plusDays(delta.exact().toDays())));
                case Value other -> Optional.empty();
            };
        } catch (DateTimeException | ArithmeticException outOfRange) {
            throw ExpressionException.value("date is out of range: " + outOfRange.getMessage());
        }
    }
}
