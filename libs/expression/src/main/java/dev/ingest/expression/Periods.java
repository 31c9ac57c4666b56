package dev.ingest.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** isodate's {@code Duration} and the reading of ISO-8601 durations. */
final class Periods {
    private static final String NUMBER = "([0-9]+(?:[,.][0-9]+)?)";
    private static final Pattern ISO = Pattern.compile("([+-])?P(?!\\b)(?:" + NUMBER + "Y)?(?:" + NUMBER + "M)?(?:"
            + NUMBER + "W)?(?:" + NUMBER + "D)?(?:T(?:" + NUMBER + "H)?(?:" + NUMBER + "M)?(?:" + NUMBER + "S)?)?");
    private static final int MAX_LENGTH = 200;

    private Periods() {}

    /** A timedelta, or a period where the text names years or months. */
    static Value parse(String text) {
        Matcher iso = ISO.matcher(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
        if (text.length() > MAX_LENGTH || !iso.matches()) {
            throw ExpressionException.value("unable to parse duration string '"
                    + text.substring(0, Math.min(text.length(), 40)) + "' (expected a form like P1DT2H)");
        }
        boolean negative = "-".equals(iso.group(1));
        BigDecimal micros = number(iso, 4)
                .multiply(BigDecimal.valueOf(604_800))
                .add(number(iso, 5).multiply(BigDecimal.valueOf(86_400)))
                .add(number(iso, 6).multiply(BigDecimal.valueOf(3_600)))
                .add(number(iso, 7).multiply(BigDecimal.valueOf(60)))
                .add(number(iso, 8))
                .movePointRight(6)
                .setScale(0, RoundingMode.HALF_EVEN);
        Value.Delta exact = Deltas.ofMicros(micros.toBigInteger());
        Value.Period period = new Value.Period(number(iso, 2), number(iso, 3), exact.exact());
        if (period.years().signum() == 0 && period.months().signum() == 0) {
            return negative ? Deltas.of(exact.exact().negated()) : exact;
        }
        return negative ? negate(period) : period;
    }

    private static BigDecimal number(Matcher iso, int group) {
        return Optional.ofNullable(iso.group(group))
                .map(text -> new BigDecimal(text.replace(',', '.')))
                .orElse(BigDecimal.ZERO);
    }

    static Value.Period negate(Value.Period period) {
        return new Value.Period(
                period.years().negate(),
                period.months().negate(),
                Deltas.of(period.exact().negated()).exact());
    }

    static String str(Value.Period period) {
        String years = period.years().signum() == 0 ? "" : period.years().toBigInteger() + " years, ";
        String unit = period.months().compareTo(BigDecimal.ONE) <= 0 ? " month, " : " months, ";
        String months = period.months().signum() == 0 ? "" : period.months().toBigInteger() + unit;
        return years + months + Deltas.str(new Value.Delta(period.exact()));
    }

    static String repr(Value.Period period) {
        return "isodate.duration.Duration(%d, %d, %d, years=%d, months=%d)"
                .formatted(
                        Deltas.days(period.exact()),
                        Deltas.seconds(period.exact()),
                        period.exact().getNano() / 1000,
                        period.years().toBigInteger(),
                        period.months().toBigInteger());
    }

    static Optional<Value> part(Value.Period period, String name) {
        return Deltas.part(new Value.Delta(period.exact()), name);
    }

    private static BigDecimal totalMonths(Value.Period period) {
        return period.years().multiply(BigDecimal.valueOf(12)).add(period.months());
    }

    static boolean equal(Value.Period left, Value right) {
        return switch (right) {
            case Value.Period other ->
                totalMonths(left).compareTo(totalMonths(other)) == 0
                        && left.exact().equals(other.exact());
            case Value.Delta(var exact) ->
                left.years().signum() == 0
                        && left.months().signum() == 0
                        && left.exact().equals(exact);
            case Value other -> false;
        };
    }

    static Value.Period plus(Value.Period left, Value.Period right) {
        return new Value.Period(
                left.years().add(right.years()),
                left.months().add(right.months()),
                Deltas.of(left.exact().plus(right.exact())).exact());
    }

    static Value.Period plus(Value.Period left, Duration exact) {
        return new Value.Period(
                left.years(), left.months(), Deltas.of(left.exact().plus(exact)).exact());
    }

    static Value.Period multiply(Value.Period period, BigInteger times) {
        BigDecimal factor = new BigDecimal(times);
        return new Value.Period(
                period.years().multiply(factor),
                period.months().multiply(factor),
                Deltas.multiply(new Value.Delta(period.exact()), times).exact());
    }

    /** The date moved by the calendar part; a day the month does not have becomes its last. */
    static LocalDate shift(LocalDate date, Value.Period period, int sign) {
        if (!isWhole(period.years()) || !isWhole(period.months())) {
            throw ExpressionException.value("fractional years or months not supported for date calculations");
        }
        try {
            long months = totalMonths(period).longValueExact() * sign;
            YearMonth month = YearMonth.from(date).plusMonths(months);
            return Dates.inRange(month.atDay(Math.min(date.getDayOfMonth(), month.lengthOfMonth())));
        } catch (DateTimeException | ArithmeticException outOfRange) {
            throw ExpressionException.value("date is out of range", outOfRange);
        }
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }
}
