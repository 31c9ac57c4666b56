package dev.ingest.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Python's stable {@code sorted}: values without an order are a type error, and a reversed order keeps ties. */
final class Sorting {
    private Sorting() {}

    /** A value and what it is sorted by. */
    record Keyed(Value key, Value value) {}

    static List<Value> sorted(List<Value> values, boolean reverse, Evaluation evaluation) {
        return values(
                keyed(values.stream().map(value -> new Keyed(value, value)).toList(), reverse, evaluation));
    }

    static List<Value> values(List<Keyed> keyed) {
        List<Value> values = new ArrayList<>(keyed.size());
        keyed.forEach(one -> values.add(one.value()));
        return values;
    }

    static List<Keyed> keyed(List<Keyed> values, boolean reverse, Evaluation evaluation) {
        evaluation.step(values.size());
        List<Keyed> sorted = new ArrayList<>(values);
        Comparator<Keyed> order = (a, b) -> Comparing.order(a.key(), b.key(), evaluation);
        if (reverse) {
            Collections.reverse(sorted);
        }
        try {
            sorted.sort(order);
        } catch (IllegalArgumentException inconsistent) {
            // Not-a-number has no place in any order.
            throw ExpressionException.value("the values have no consistent order", inconsistent);
        }
        if (reverse) {
            Collections.reverse(sorted);
        }
        return sorted;
    }
}
