package dev.ingest.connector.schema;

import dev.ingest.connector.manifest.SchemaLoader.FieldType;
import dev.ingest.expression.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the language's names of types are in a JSON schema. Every type may be null. */
final class FieldTypeSchemas {
    /** JSON type, then format, then whether a time without a zone is meant. */
    private record Kind(String type, String format, boolean withoutZone) {}

    private static final Map<String, Kind> KINDS = new TreeMap<>(Map.ofEntries(
            Map.entry("string", new Kind("string", "", false)),
            Map.entry("boolean", new Kind("boolean", "", false)),
            Map.entry("integer", new Kind("integer", "", false)),
            Map.entry("number", new Kind("number", "", false)),
            Map.entry("array", new Kind("array", "", false)),
            Map.entry("object", new Kind("object", "", false)),
            Map.entry("date", new Kind("string", "date", false)),
            Map.entry("timestamp_with_timezone", new Kind("string", "date-time", false)),
            Map.entry("timestamp_without_timezone", new Kind("string", "date-time", true)),
            Map.entry("time_with_timezone", new Kind("string", "time", false)),
            Map.entry("time_without_timezone", new Kind("string", "time", true))));

    private FieldTypeSchemas() {}

    static String names() {
        return KINDS.keySet().toString();
    }

    static Value of(FieldType type) {
        return switch (type) {
            case FieldType.Named(var name) -> known(name);
            case FieldType.Either(var first, var second) ->
                Value.dict(Map.of("oneOf", Value.list(List.of(known(first), known(second)))));
            case FieldType.ListOf(var items) -> {
                Value.Dict list = known("array");
                list.entries().put(Value.of("items"), of(items));
                yield list;
            }
        };
    }

    /** A name that loading the manifest has verified. */
    private static Value.Dict known(String name) {
        return named(name).orElseThrow(() -> new IllegalArgumentException("no type is named " + name));
    }

    static Optional<Value.Dict> named(String name) {
        return Optional.ofNullable(KINDS.get(name)).map(kind -> {
            Map<String, Value> schema = new LinkedHashMap<>();
            schema.put("type", Value.list(List.of(Value.of("null"), Value.of(kind.type()))));
            if (!kind.format().isEmpty()) {
                schema.put("format", Value.of(kind.format()));
            }
            if (kind.withoutZone()) {
                schema.put("airbyte_type", Value.of(name));
            }
            return Value.dict(schema);
        });
    }
}
