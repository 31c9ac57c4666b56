package dev.ingest.connector.read;

import dev.ingest.expression.Value;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** New names for the fields of a record; of fields that get the same name the last one remains. */
final class Keys {
    private Keys() {}

    /** Only at the top. */
    static void lower(Value.Dict record) {
        replace(record, renamed(record.entries(), name -> name.toLowerCase(Locale.ROOT), false));
    }

    /** Of objects inside the record as well, though not of those in lists. */
    static void renameAll(Value.Dict record, UnaryOperator<String> naming) {
        replace(record, renamed(record.entries(), naming, true));
    }

    static void replace(Value.Dict record, Map<Value, Value> entries) {
        record.entries().clear();
        record.entries().putAll(entries);
    }

    private static Map<Value, Value> renamed(Map<Value, Value> entries, UnaryOperator<String> naming, boolean deep) {
        Map<Value, Value> renamed = LinkedHashMap.newLinkedHashMap(entries.size());
        entries.forEach((key, value) -> {
            Value name = key instanceof Value.Str(var text) ? Value.of(naming.apply(text)) : key;
            boolean descends = deep && value instanceof Value.Dict;
            renamed.put(
                    name,
                    descends && value instanceof Value.Dict(var inner)
                            ? new Value.Dict(renamed(inner, naming, true))
                            : value);
        });
        return renamed;
    }
}
