package dev.ingest.expression;

import java.math.BigDecimal;
import java.time.LocalDateTime;
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
            case LESS -> order(left, right, evaluation) < 0;
            case LESS_OR_EQUAL -> order(left, right, evaluation) <= 0;
            case GREATER -> order(left, right, evaluation) > 0;
            case GREATER_OR_EQUAL -> order(left, right, evaluation) >= 0;
            case IN -> contains(right, left, evaluation);
            case NOT_IN -> !contains(right, left, evaluation);
        };
    }

    static boolean equal(Value left, Value right, Evaluation evaluation) {
        evaluation.step(1);
        Optional<BigDecimal> a = Arithmetic.exact(left);
        Optional<BigDecimal> b = Arithmetic.exact(right);
        if (a.isPresent() && b.isPresent()) {
            return a.get().compareTo(b.get()) == 0;
        }
        return switch (left) {
            case Value.Undefined undefined -> right instanceof Value.Undefined;
            case Value.Items(var values) ->
                right instanceof Value.Items(var others) && equal(values, others, evaluation);
            case Value.Tuple(var values) ->
                right instanceof Value.Tuple(var others) && equal(values, others, evaluation);
            case Value.Dict(var entries) ->
                right instanceof Value.Dict(var others) && equal(entries, others, evaluation);
            case Value.DateTime moment when right instanceof Value.DateTime other -> sameMoment(moment, other);
            case Value other -> other.equals(right);
        };
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
        return left.size() == right.size()
                && left.entrySet().stream().allMatch(entry -> {
                    Value other = right.get(entry.getKey());
                    return other != null && equal(entry.getValue(), other, evaluation);
                });
    }

    private static boolean sameMoment(Value.DateTime left, Value.DateTime right) {
        return left.offset().isPresent() == right.offset().isPresent()
                && utc(left).equals(utc(right));
    }

    private static LocalDateTime utc(Value.DateTime moment) {
        return moment.offset()
                .map(offset -> moment.local().minusSeconds(offset.getTotalSeconds()))
                .orElse(moment.local());
    }

    static int order(Value left, Value right, Evaluation evaluation) {
        evaluation.step(1);
        Optional<BigDecimal> a = Arithmetic.exact(left);
        Optional<BigDecimal> b = Arithmetic.exact(right);
        if (a.isPresent() && b.isPresent()) {
            return a.get().compareTo(b.get());
        }
        return switch (left) {
            case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
            case Value.Str(var text) when right instanceof Value.Str(var other) -> text.compareTo(other);
            case Value.Items(var values)
            when right instanceof Value.Items(var others) -> order(values, others, evaluation);
            case Value.Tuple(var values)
            when right instanceof Value.Tuple(var others) -> order(values, others, evaluation);
            case Value.Date(var date) when right instanceof Value.Date(var other) -> date.compareTo(other);
            case Value.DateTime moment when right instanceof Value.DateTime other -> order(moment, other);
            case Value.Delta delta when right instanceof Value.Delta other -> Deltas.order(delta, other);
            case Value other -> throw incomparable(other, right);
        };
    }

    private static int order(Value.DateTime left, Value.DateTime right) {
        if (left.offset().isPresent() != right.offset().isPresent()) {
            throw ExpressionException.type("cannot compare a datetime with an offset to one without");
        }
        return utc(left).compareTo(utc(right));
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
                : ExpressionException.type("cannot order " + Python.typeName(left) + " and " + Python.typeName(right));
    }

    static boolean contains(Value container, Value element, Evaluation evaluation) {
        return switch (container) {
            case Value.Str(var text) when element instanceof Value.Str(var part) -> text.contains(part);
            case Value.Str text ->
                throw ExpressionException.type("'in' a text wants a text, not " + Python.typeName(element));
            case Value other -> Python.iterate(other).stream().anyMatch(value -> equal(value, element, evaluation));
        };
    }
}
