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
        for (Object key : keys) {
            if (!few.contains(Keys.part(key, part, parts)) && few.size() > LIST_MAX) {
                break;
            }
            few.add(Keys.part(key, part, parts));
        }
        if (few.size() <= LIST_MAX) {
            return Expressions.in(field.name(), few);
        }
        List<Object> values =
                keys.stream().map(key -> Keys.part(key, part, parts)).toList();
        return part == 0 ? ranges(field, order, values) : between(field, order, values);
    }

    /** Several ranges, so that keys in two places do not lead to everything between. */
    private static Expression ranges(NestedField field, Comparator<Object> order, List<Object> values) {
        // Text in Java's own order, which is faster: it is nearly the table's, and each range asks for the table's.
        List<Object> sorted = values.getFirst() instanceof String
                ? values.stream().sorted().toList()
                : values.stream().sorted(order).toList();
        Expression any = Expressions.alwaysFalse();
        for (int range = 0; range < RANGES_MAX; range++) {
            int from = (int) ((long) sorted.size() * range / RANGES_MAX);
            int to = (int) ((long) sorted.size() * (range + 1) / RANGES_MAX);
            any = Expressions.or(any, between(field, order, sorted.subList(from, to)));
        }
        return any;
    }

    private static Expression between(NestedField field, Comparator<Object> order, List<Object> values) {
        Object least = values.getFirst();
        Object greatest = least;
        for (Object value : values) {
            least = order.compare(value, least) < 0 ? value : least;
            greatest = order.compare(value, greatest) > 0 ? value : greatest;
        }
        return Expressions.and(
                Expressions.greaterThanOrEqual(field.name(), least),
                Expressions.lessThanOrEqual(field.name(), greatest));
    }
}
