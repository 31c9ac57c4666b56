package dev.ingest.expression;

import dev.ingest.expression.Expr.Operator;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Python's binary operators. */
final class Arithmetic {
    private Arithmetic() {}

    static Value apply(Operator operator, Value left, Value right, Evaluation evaluation) {
        if (operator == Operator.CONCATENATE) {
            return concatenate(Python.str(left), Python.str(right), evaluation);
        }
        if (isNumber(left) && isNumber(right)) {
            return NumberOperators.apply(operator, left, right);
        }
        // Text is filled with whatever comes, even with what is undefined.
        if (operator == Operator.MODULO && left instanceof Value.Str(var format)) {
            return Value.of(new PercentFormat(format, right, evaluation).fill());
        }
        rejectUndefined(left);
        rejectUndefined(right);
        return others(operator, left, right, evaluation)
                .orElseThrow(() -> ExpressionException.type("unsupported operand types for " + symbol(operator) + ": '"
                        + Python.typeName(left) + "' and '" + Python.typeName(right) + "'"));
    }

    private static Optional<Value> others(Operator operator, Value left, Value right, Evaluation evaluation) {
        return switch (operator) {
            case ADD -> add(left, right, evaluation).or(() -> DateArithmetic.add(left, right));
            case SUBTRACT -> DateArithmetic.subtract(left, right);
            case MULTIPLY -> multiply(left, right, evaluation).or(() -> DateArithmetic.multiply(left, right));
            case DIVIDE, FLOOR_DIVIDE, MODULO -> DateArithmetic.divide(operator, left, right);
            case POWER, CONCATENATE -> Optional.empty();
        };
    }

    static String symbol(Operator operator) {
        return switch (operator) {
            case ADD -> "+";
            case SUBTRACT -> "-";
            case CONCATENATE -> "~";
            case MULTIPLY -> "*";
            case DIVIDE -> "/";
            case FLOOR_DIVIDE -> "//";
            case MODULO -> "%";
            case POWER -> "**";
        };
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
        return switch (left) {
            case Value.Str(var text) -> {
                int times = times(right, text.length(), evaluation);
                yield Optional.of(Value.of(text.repeat(times)));
            }
            case Value.Items(var values) -> Optional.of(new Value.Items(repeat(values, right, evaluation)));
            case Value.Tuple(var values) -> Optional.of(new Value.Tuple(repeat(values, right, evaluation)));
            case Value other -> Optional.empty();
        };
    }

    private static int times(Value count, int size, Evaluation evaluation) {
        BigInteger times = integer(count);
        if (times.signum() <= 0 || size == 0) {
            return 0;
        }
        evaluation.reserve(times.bitLength() > 31 ? Long.MAX_VALUE : times.longValue() * size);
        return times.intValue();
    }

    private static List<Value> repeat(List<Value> values, Value count, Evaluation evaluation) {
        int times = times(count, values.size(), evaluation);
        List<Value> repeated = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            repeated.addAll(values);
        }
        return repeated;
    }

    static boolean isNumber(Value value) {
        return value instanceof Value.Int || value instanceof Value.Float || value instanceof Value.Bool;
    }

    static boolean isInteger(Value value) {
        return value instanceof Value.Int || value instanceof Value.Bool;
    }

    static BigInteger integer(Value value) {
        return switch (value) {
            case Value.Int(var number) -> number;
            case Value.Bool(var flag) -> flag ? BigInteger.ONE : BigInteger.ZERO;
            case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
            case Value other -> throw ExpressionException.type("expected an int, not " + Python.typeName(other));
        };
    }

    /** As a float; integers beyond its range are an error, as in Python. */
    static double real(Value value) {
        if (value instanceof Value.Float(var number)) {
            return number;
        }
        double real = integer(value).doubleValue();
        if (Double.isInfinite(real)) {
            throw ExpressionException.value("int too large to convert to float");
        }
        return real;
    }

    static Value sign(boolean negative, Value operand) {
        rejectUndefined(operand);
        return switch (operand) {
            case Value.Float(var number) -> new Value.Float(negative ? -number : number);
            case Value.Delta(var exact) -> negative ? Deltas.of(exact.negated()) : operand;
            case Value.Period period when negative -> Periods.negate(period);
            case Value other
            when isInteger(other) -> new Value.Int(negative ? integer(other).negate() : integer(other));
            case Value other ->
                throw ExpressionException.type("bad operand type for unary sign: '" + Python.typeName(other) + "'");
        };
    }
}
