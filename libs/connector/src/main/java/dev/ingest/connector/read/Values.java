package dev.ingest.connector.read;

import dev.ingest.expression.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values that others may change. */
final class Values {
    private Values() {}

    static Value copy(Value value) {
        return switch (value) {
            case Value.Dict dict -> copy(dict);
            case Value.Items(var values) ->
                Value.list(values.stream().map(Values::copy).toList());
            case Value other -> other;
        };
    }

    static Value.Dict copy(Value.Dict dict) {
        Map<Value, Value> entries =
                LinkedHashMap.newLinkedHashMap(dict.entries().size());
        dict.entries().forEach((key, value) -> entries.put(key, copy(value)));
        return new Value.Dict(entries);
    }
}
