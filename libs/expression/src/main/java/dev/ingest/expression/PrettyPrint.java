package dev.ingest.expression;

import java.util.LinkedHashMap;
import java.util.Map;

/** Python's {@code pprint.pformat}, for what fits on one line; what does not is a debugging aid no manifest needs. */
final class PrettyPrint {
    private static final int LINE = 80;

    private PrettyPrint() {}

    /** Keys are printed in their order, where they have one. */
    private static Value sorted(Value value) {
        return switch (value) {
            case Value.Items(var values) ->
                Value.list(values.stream().map(PrettyPrint::sorted).toList());
            case Value.Tuple(var values) ->
                new Value.Tuple(values.stream().map(PrettyPrint::sorted).toList());
            case Value.Dict(var entries)
            when entries.keySet().stream().allMatch(key -> key instanceof Value.Str) -> {
                Map<Value, Value> ordered = new LinkedHashMap<>();
                entries.entrySet().stream()
                        .sorted((a, b) -> Text.compare(Python.str(a.getKey()), Python.str(b.getKey())))
                        .forEach(entry -> ordered.put(entry.getKey(), sorted(entry.getValue())));
                yield new Value.Dict(ordered);
            }
            case Value other -> other;
        };
    }

    static String of(Value value) {
        String text = Python.repr(sorted(value));
        if (text.length() > LINE && !(value instanceof Value.Opaque)) {
            throw ExpressionException.value("pprint of a value longer than a line is not supported");
        }
        return text;
    }
}
