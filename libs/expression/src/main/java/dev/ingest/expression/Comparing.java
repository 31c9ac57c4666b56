package dev.ingest.expression;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Python's equality (numbers and booleans compare by value) and ordering; each pair of values compared is a step. */
final class Comparing {
    private Comparing() {}

    static boolean holds(Expr.Comparison comparison, Value left, Value right, Evaluation evaluation) {
        return switch (comparison) {
            case EQUAL -> equal(left, right, evaluation);
            case NOT_EQUAL -> !equal(left, right, evaluation);
            case LESS -> !isNan(left, right) && order(left, right, evaluation) < 0;
            case LESS_OR_EQUAL -> !isNan(left, right) && order(left, right, evaluation) <= 0;
            case GREATER -> !isNan(left, right) && order(left, right, evaluation) > 0;
            case GREATER_OR_EQUAL -> !isNan(left, right) && order(left, right, evaluation) >= 0;
            case IN -> contains(right, left, evaluation);
            case NOT_IN -> !contains(right, left, evaluation);
        };
    }

    /** Not-a-number is neither less nor greater than any number. */
    private static boolean isNan(Value left, Value right) {
        return Arithmetic.isNumber(left)
                && Arithmetic.isNumber(right)
                && (left instanceof Value.Float(var a) && Double.isNaN(a)
                        || right instanceof Value.Float(var b) && Double.isNaN(b));
    }

    static boolean equal(Value left, Value right, Evaluation evaluation) {
        evaluation.step(1);
        if (Arithmetic.isNumber(left) && Arithmetic.isNumber(right)) {
            return !isNan(left, right) && compareNumbers(left, right) == 0;
        }
        return switch (left) {
            case Value.Undefined undefined -> right instanceof Value.Undefined;
            case Value.Items(var values) ->
                right instanceof Value.Items(var others) && equal(values, others, evaluation);
            case Value.Tuple(var values) ->
                right instanceof Value.Tuple(var others) && equal(values, others, evaluation);
            case Value.Dict(var entries) ->
                right instanceof Value.Dict(var others) && equal(entries, others, evaluation);
            case Value.DateTime moment when right instanceof Value.DateTime other -> Dates.same(moment, other);
            case Value.Period period -> Periods.equal(period, right);
            case Value.Delta delta when right instanceof Value.Period period -> Periods.equal(period, delta);
            case Value.Opaque opaque -> opaque.equals(right);
            case Value other -> other.equals(right);
        };
    }

    /** Exact, also between integers and floats of any size. */
    static int compareNumbers(Value left, Value right) {
        if (left instanceof Value.Int(var a) && right instanceof Value.Int(var b)) {
            return a.compareTo(b);
        }
        boolean finite = !(left instanceof Value.Float(var a) && !Double.isFinite(a))
                && !(right instanceof Value.Float(var b) && !Double.isFinite(b));
        return finite ? exact(left).compareTo(exact(right)) : Double.compare(approximate(left), approximate(right));
    }

    private static BigDecimal exact(Value value) {
        return value instanceof Value.Float(var number)
                ? new BigDecimal(number)
                : new BigDecimal(Arithmetic.integer(value));
    }

    private static double approximate(Value value) {
        return value instanceof Value.Float(var number)
                ? number
                : Math.clamp(Arithmetic.integer(value).doubleValue(), -Double.MAX_VALUE, Double.MAX_VALUE);
    }

    private static boolean equal(List<Value> left, List<Value> right, Evaluation evaluation) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!equal(left.get(i), right.get(i), evaluation)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(Map<Value, Value> left, Map<Value, Value> right, Evaluation evaluation) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Map.Entry<Value, Value> entry : left.entrySet()) {
            Optional<Value> other = Dicts.find(right, entry.getKey());
            if (other.isEmpty() || !equal(entry.getValue(), other.get(), evaluation)) {
                return false;
            }
        }
        return true;
    }

    /** @throws ExpressionException of kind TYPE for values without an order */
    static int order(Value left, Value right, Evaluation evaluation) {
        evaluation.step(1);
        if (Arithmetic.isNumber(left) && Arithmetic.isNumber(right)) {
            return compareNumbers(left, right);
        }
        return switch (left) {
            case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
            case Value.Str(var text) when right instanceof Value.Str(var other) -> Text.compare(text, other);
            case Value.Items(var values)
            when right instanceof Value.Items(var others) -> order(values, others, evaluation);
            case Value.Tuple(var values)
            when right instanceof Value.Tuple(var others) -> order(values, others, evaluation);
            case Value.Date(var date) when right instanceof Value.Date(var other) -> date.compareTo(other);
            case Value.DateTime moment when right instanceof Value.DateTime other -> Dates.order(moment, other);
            case Value.Delta(var exact) when right instanceof Value.Delta(var other) -> exact.compareTo(other);
            case Value other -> throw incomparable(other, right);
        };
    }

    private static int order(List<Value> left, List<Value> right, Evaluation evaluation) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            if (!equal(left.get(i), right.get(i), evaluation)) {
                return order(left.get(i), right.get(i), evaluation);
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static ExpressionException incomparable(Value left, Value right) {
        return right instanceof Value.Undefined(var path)
                ? ExpressionException.undefined(path)
                : ExpressionException.type("no order between instances of '" + Python.typeName(left) + "' and '"
                        + Python.typeName(right) + "'");
    }

    static boolean contains(Value container, Value element, Evaluation evaluation) {
        return switch (container) {
            case Value.Str(var text) when element instanceof Value.Str(var part) -> text.contains(part);
            case Value.Str text ->
                throw ExpressionException.type(
                        "'in <string>' requires string as left operand, not " + Python.typeName(element));
            case Value.Dict(var entries) ->
                Dicts.find(entries, Dicts.key(element)).isPresent();
            case Value other ->
                Python.iterate(other, evaluation).stream().anyMatch(value -> equal(value, element, evaluation));
        };
    }
}
