package dev.ingest.expression;

import dev.ingest.expression.Expr.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;

/** Python's operators between dates, timedeltas and isodate's durations; empty where Python has none. */
final class DateArithmetic {
    private DateArithmetic() {}

    static Optional<Value> add(Value left, Value right) {
        return sum(left, right).or(() -> sum(right, left));
    }

    private static Optional<Value> sum(Value left, Value right) {
        return switch (right) {
            case Value.Delta(var exact) ->
                switch (left) {
                    case Value.Delta(var other) -> Optional.of(Deltas.of(other.plus(exact)));
                    case Value.Period period -> Optional.of(Periods.plus(period, exact));
                    case Value.DateTime moment -> Optional.of(shift(moment, exact));
                    case Value.Date(var date) -> Optional.of(shift(date, Deltas.days(exact)));
                    case Value other -> Optional.empty();
                };
            case Value.Period period
            when left instanceof Value.Period other -> Optional.of(Periods.plus(other, period));
            case Value.Period period -> shift(left, period, 1);
            case Value other -> Optional.empty();
        };
    }

    private static Optional<Value> shift(Value moment, Value.Period period, int sign) {
        Duration exact = sign > 0 ? period.exact() : period.exact().negated();
        return switch (moment) {
            case Value.DateTime(var local, var offset) -> {
                LocalDate date = Periods.shift(local.toLocalDate(), period, sign);
                yield Optional.of(shift(new Value.DateTime(date.atTime(local.toLocalTime()), offset), exact));
            }
            case Value.Date(var date) -> {
                long days = sign * Deltas.days(period.exact());
                yield Optional.of(shift(Periods.shift(date, period, sign), days));
            }
            case Value other -> Optional.empty();
        };
    }

    private static Value shift(Value.DateTime moment, Duration exact) {
        try {
            LocalDateTime local = moment.local().plus(exact);
            return new Value.DateTime(Dates.inRange(local), moment.offset());
        } catch (DateTimeException | ArithmeticException outOfRange) {
            throw ExpressionException.value("date value out of range", outOfRange);
        }
    }

    private static Value shift(LocalDate date, long days) {
        try {
            return new Value.Date(Dates.inRange(date.plusDays(days)));
        } catch (DateTimeException | ArithmeticException outOfRange) {
            throw ExpressionException.value("date value out of range", outOfRange);
        }
    }

    static Optional<Value> subtract(Value left, Value right) {
        return switch (right) {
            case Value.Delta(var exact) ->
                switch (left) {
                    case Value.Delta(var other) -> Optional.of(Deltas.of(other.minus(exact)));
                    case Value.Period period -> Optional.of(Periods.plus(period, exact.negated()));
                    case Value.DateTime moment -> Optional.of(shift(moment, exact.negated()));
                    // Python takes away the whole days of the timedelta, not those of its negation.
                    case Value.Date(var date) -> Optional.of(shift(date, -Deltas.days(exact)));
                    case Value other -> Optional.empty();
                };
            case Value.Period period ->
                switch (left) {
                    case Value.Period other -> Optional.of(Periods.plus(other, Periods.negate(period)));
                    case Value.Delta(var exact) -> Optional.of(Periods.plus(Periods.negate(period), exact));
                    case Value other -> shift(other, period, -1);
                };
            case Value.DateTime to
            when left instanceof Value.DateTime from -> Optional.of(Deltas.of(Dates.between(from, to)));
            case Value.Date(var to)
            when left instanceof Value.Date(var from) ->
                Optional.of(Deltas.of(Duration.ofDays(from.toEpochDay() - to.toEpochDay())));
            case Value other -> Optional.empty();
        };
    }

    static Optional<Value> multiply(Value left, Value right) {
        if (Arithmetic.isNumber(left)) {
            return Arithmetic.isNumber(right) ? Optional.empty() : multiply(right, left);
        }
        return switch (left) {
            case Value.Delta delta
            when Arithmetic.isInteger(right) -> Optional.of(Deltas.multiply(delta, Arithmetic.integer(right)));
            case Value.Delta delta
            when right instanceof Value.Float(var times) -> Optional.of(Deltas.multiply(delta, times));
            case Value.Period period
            when Arithmetic.isInteger(right) -> Optional.of(Periods.multiply(period, Arithmetic.integer(right)));
            case Value other -> Optional.empty();
        };
    }

    static Optional<Value> divide(Operator operator, Value left, Value right) {
        if (!(left instanceof Value.Delta delta)) {
            return Optional.empty();
        }
        BigInteger micros = Deltas.micros(delta.exact());
        return switch (right) {
            case Value.Delta(var by) -> Optional.of(ratio(operator, micros, Deltas.micros(by)));
            case Value by
            when Arithmetic.isInteger(by) && operator != Operator.MODULO ->
                Optional.of(share(operator, delta, Arithmetic.integer(by)));
            case Value.Float(var by)
            when operator == Operator.DIVIDE ->
                Optional.of(Deltas.divide(delta, nonZero(new BigDecimal(Deltas.finite(by)))));
            case Value other -> Optional.empty();
        };
    }

    private static Value ratio(Operator operator, BigInteger micros, BigInteger by) {
        return switch (operator) {
            case DIVIDE -> NumberOperators.apply(operator, new Value.Int(micros), new Value.Int(by));
            case FLOOR_DIVIDE -> new Value.Int(NumberOperators.floorDivide(micros, by));
            default ->
                Deltas.ofMicros(
                        micros.subtract(NumberOperators.floorDivide(micros, by).multiply(by)));
        };
    }

    private static Value share(Operator operator, Value.Delta delta, BigInteger by) {
        return operator == Operator.DIVIDE
                ? Deltas.divide(delta, nonZero(new BigDecimal(by)))
                : Deltas.ofMicros(NumberOperators.floorDivide(Deltas.micros(delta.exact()), by));
    }

    private static BigDecimal nonZero(BigDecimal number) {
        if (number.signum() == 0) {
            throw ExpressionException.value("division by zero");
        }
        return number;
    }
}
