package dev.ingest.lake;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Types.NestedField;

/** Which files and row groups can hold any of some keys, as far as their statistics tell. */
final class KeyFilter {

    /** Iceberg's statistics look at each value of a list no longer than this. */
    private static final int LIST_MAX = 200;

    private static final int RANGES_MAX = 32;

    private KeyFilter() {}

    static Expression of(Layout layout, Collection<Object> keys) {
        List<NestedField> fields = layout.keyFields();
        return IntStream.range(0, fields.size())
                .mapToObj(part -> one(fields.get(part), part, fields.size(), keys))
                .reduce(Expressions.alwaysTrue(), Expressions::and);
    }

    private static Expression one(NestedField field, int part, int parts, Collection<Object> keys) {
        Comparator<Object> order = Comparators.forType(field.type().asPrimitiveType());
        Set<Object> few = new HashSet<>();
        Object least = Keys.part(keys.iterator().next(), part, parts);
        Object greatest = least;
        for (Object key : keys) {
            Object value = Keys.part(key, part, parts);
            least = order.compare(value, least) < 0 ? value : least;
            greatest = order.compare(value, greatest) > 0 ? value : greatest;
            if (few.size() <= LIST_MAX) {
                few.add(value);
            }
        }
        if (few.size() <= LIST_MAX) {
            return Expressions.in(field.name(), few);
        }
        return part == 0 ? ranges(field, order, keys, parts) : between(field, least, greatest);
    }

    /** Several ranges, so that keys in two places do not lead to everything between. */
    private static Expression ranges(NestedField field, Comparator<Object> order, Collection<Object> keys, int parts) {
        List<Object> sorted =
                keys.stream().map(key -> Keys.part(key, 0, parts)).sorted(order).toList();
        Expression any = Expressions.alwaysFalse();
        for (int range = 0; range < RANGES_MAX; range++) {
            int from = (int) ((long) sorted.size() * range / RANGES_MAX);
            int to = (int) ((long) sorted.size() * (range + 1) / RANGES_MAX);
            any = Expressions.or(any, between(field, sorted.get(from), sorted.get(to - 1)));
        }
        return any;
    }

    private static Expression between(NestedField field, Object least, Object greatest) {
        return Expressions.and(
                Expressions.greaterThanOrEqual(field.name(), least),
                Expressions.lessThanOrEqual(field.name(), greatest));
    }
}
