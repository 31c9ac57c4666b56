package dev.ingest.expression;

import dev.ingest.expression.Expr.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Python's binary operators. */
final class Arithmetic {
    /** Largest integer a power may give, in bits. */
    private static final int MAX_BITS = 4096;

    private Arithmetic() {}

    static Value apply(Operator operator, Value left, Value right, Evaluation evaluation) {
        if (operator == Operator.CONCATENATE) {
            return concatenate(Python.str(left), Python.str(right), evaluation);
        }
        rejectUndefined(left);
        rejectUndefined(right);
        if (isNumber(left) && isNumber(right)) {
            return numbers(operator, left, right);
        }
        Optional<Value> result =
                switch (operator) {
                    case ADD -> add(left, right, evaluation).or(() -> Deltas.add(left, right));
                    case SUBTRACT -> Deltas.subtract(left, right);
                    case MULTIPLY -> multiply(left, right, evaluation);
                    case MODULO ->
                        left instanceof Value.Str(var text)
                                ? Optional.of(Value.of(TextFormat.percent(text, right, evaluation)))
                                : Optional.empty();
                    case DIVIDE, FLOOR_DIVIDE, POWER, CONCATENATE -> Optional.empty();
                };
        return result.orElseThrow(() -> ExpressionException.type(
                "cannot " + operator.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + Python.typeName(left)
                        + " and " + Python.typeName(right)));
    }

    private static void rejectUndefined(Value value) {
        if (value instanceof Value.Undefined(var path)) {
            throw ExpressionException.undefined(path);
        }
    }

    private static Value concatenate(String left, String right, Evaluation evaluation) {
        evaluation.reserve((long) left.length() + right.length());
        return Value.of(left.concat(right));
    }

    private static Optional<Value> add(Value left, Value right, Evaluation evaluation) {
        return switch (left) {
            case Value.Str(var text)
            when right instanceof Value.Str(var other) -> Optional.of(concatenate(text, other, evaluation));
            case Value.Items(var values)
            when right instanceof Value.Items(var others) ->
                Optional.of(new Value.Items(both(values, others, evaluation)));
            case Value.Tuple(var values)
            when right instanceof Value.Tuple(var others) ->
                Optional.of(new Value.Tuple(both(values, others, evaluation)));
            case Value other -> Optional.empty();
        };
    }

    private static List<Value> both(List<Value> left, List<Value> right, Evaluation evaluation) {
        evaluation.reserve((long) left.size() + right.size());
        List<Value> both = new ArrayList<>(left);
        both.addAll(right);
        return both;
    }

    private static Optional<Value> multiply(Value left, Value right, Evaluation evaluation) {
        if (isInteger(left) && !isNumber(right)) {
            return multiply(right, left, evaluation);
        }
        if (!isInteger(right)) {
            return Optional.empty();
        }
        int times = Math.max(0, Python.index(right));
        return switch (left) {
            case Value.Str(var text) -> {
                evaluation.reserve((long) text.length() * times);
                yield Optional.of(Value.of(text.repeat(times)));
            }
            case Value.Items(var values) -> Optional.of(new Value.Items(repeat(values, times, evaluation)));
            case Value.Tuple(var values) -> Optional.of(new Value.Tuple(repeat(values, times, evaluation)));
            case Value.Delta delta -> Optional.of(Deltas.multiply(delta, times));
            case Value other -> Optional.empty();
        };
    }

    private static List<Value> repeat(List<Value> values, int times, Evaluation evaluation) {
        evaluation.reserve((long) values.size() * times);
        List<Value> repeated = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            repeated.addAll(values);
        }
        return repeated;
    }

    static boolean isNumber(Value value) {
        return isInteger(value) || value instanceof Value.Float;
    }

    static boolean isInteger(Value value) {
        return value instanceof Value.Int || value instanceof Value.Bool;
    }

    static BigInteger integer(Value value) {
        return switch (value) {
            case Value.Int(var number) -> number;
            case Value.Bool(var flag) -> flag ? BigInteger.ONE : BigInteger.ZERO;
            case Value other -> throw ExpressionException.type("expected an int, not " + Python.typeName(other));
        };
    }

    static double real(Value value) {
        return value instanceof Value.Float(var number)
                ? number
                : integer(value).doubleValue();
    }

    /** The exact value of a finite number; empty for anything else. */
    static Optional<BigDecimal> exact(Value value) {
        return switch (value) {
            case Value.Int(var number) -> Optional.of(new BigDecimal(number));
            case Value.Bool(var flag) -> Optional.of(flag ? BigDecimal.ONE : BigDecimal.ZERO);
            case Value.Float(var number) when Double.isFinite(number) -> Optional.of(new BigDecimal(number));
            case Value other -> Optional.empty();
        };
    }

    private static Value numbers(Operator operator, Value left, Value right) {
        boolean integers = isInteger(left) && isInteger(right) && operator != Operator.DIVIDE;
        boolean negativePower =
                operator == Operator.POWER && integers && integer(right).signum() < 0;
        return integers && !negativePower
                ? new Value.Int(integers(operator, integer(left), integer(right)))
                : new Value.Float(reals(operator, real(left), real(right)));
    }

    private static BigInteger integers(Operator operator, BigInteger a, BigInteger b) {
        BigInteger result =
                switch (operator) {
                    case ADD -> a.add(b);
                    case SUBTRACT -> a.subtract(b);
                    case MULTIPLY -> a.multiply(b);
                    case FLOOR_DIVIDE -> floorDivide(a, b);
                    case MODULO -> a.subtract(floorDivide(a, b).multiply(b));
                    case POWER -> power(a, b);
                    case DIVIDE, CONCATENATE -> throw new IllegalStateException(operator.name());
                };
        if (result.bitLength() > MAX_BITS) {
            throw ExpressionException.limit("integer of more than " + MAX_BITS + " bits");
        }
        return result;
    }

    private static BigInteger floorDivide(BigInteger a, BigInteger b) {
        if (b.signum() == 0) {
            throw ExpressionException.value("division by zero");
        }
        BigInteger[] parts = a.divideAndRemainder(b);
        boolean roundDown = parts[1].signum() != 0 && parts[1].signum() != b.signum();
        return roundDown ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    private static BigInteger power(BigInteger a, BigInteger b) {
        if (b.bitLength() > 12 && a.bitLength() > 1) {
            throw ExpressionException.limit("integer of more than " + MAX_BITS + " bits");
        }
        return b.bitLength() > 12 ? (b.testBit(0) ? a : a.abs()) : a.pow((int) Math.min(b.longValue(), 2L * MAX_BITS));
    }

    private static double reals(Operator operator, double a, double b) {
        boolean divides =
                operator == Operator.DIVIDE || operator == Operator.FLOOR_DIVIDE || operator == Operator.MODULO;
        if (b == 0 && divides) {
            throw ExpressionException.value("division by zero");
        }
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case FLOOR_DIVIDE -> Math.floor(a / b);
            case MODULO -> a - Math.floor(a / b) * b;
            case POWER -> Math.pow(a, b);
            case CONCATENATE -> throw new IllegalStateException(operator.name());
        };
    }

    static Value sign(boolean negative, Value operand) {
        rejectUndefined(operand);
        return switch (operand) {
            case Value.Float(var number) -> new Value.Float(negative ? -number : number);
            case Value.Delta delta when negative -> Deltas.multiply(delta, -1);
            case Value other -> new Value.Int(negative ? integer(other).negate() : integer(other));
        };
    }
}
