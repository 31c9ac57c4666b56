package dev.ingest.lake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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
    private static final int SAMPLE = 1_024;

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
        Comparator<Object> nearly =
                values.getFirst() instanceof String ? (one, other) -> ((String) one).compareTo((String) other) : order;
        List<Object> bounds = bounds(nearly, values);
        List<List<Object>> ranges = new ArrayList<>();
        bounds.forEach(bound -> ranges.add(new ArrayList<>()));
        for (Object value : values) {
            int found = Collections.binarySearch(bounds, value, nearly);
            // all that is less than the second bound goes to the first
            ranges.get(found >= 0 ? found : Math.max(0, -found - 2)).add(value);
        }
        return ranges.stream()
                .filter(range -> !range.isEmpty())
                .map(range -> between(field, order, range))
                .reduce(Expressions.alwaysFalse(), Expressions::or);
    }

    /** Where ranges of about as many values each begin, by a sample: sorting all of them takes longer than what is gained. */
    private static List<Object> bounds(Comparator<Object> order, List<Object> values) {
        int step = Math.max(1, values.size() / SAMPLE);
        List<Object> sample = IntStream.range(0, values.size() / step)
                .mapToObj(i -> values.get(i * step))
                .sorted(order)
                .toList();
        return IntStream.range(0, RANGES_MAX)
                .mapToObj(range -> sample.get(sample.size() * range / RANGES_MAX))
                .distinct()
                .toList();
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
