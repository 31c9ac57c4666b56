package dev.ingest.scheduler.connector;

import dev.ingest.contracts.config.ColumnSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Columns from a stream's JSON schema. Every column may be missing from a record: APIs leave out what their schema promises.
 * What has no single type is kept as its JSON text. {@code "personal": true} is our own addition to the schema.
 */
final class SchemaColumns {
    private static final String ANY = "json";

    private SchemaColumns() {}

    /** The top-level properties, in their order. */
    static List<ColumnSpec> of(Map<String, @Nullable Object> schema) {
        List<ColumnSpec> columns = new ArrayList<>();
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, property) ->
                    columns.add(new ColumnSpec(String.valueOf(name), type(property), false, personal(property))));
        }
        return List.copyOf(columns);
    }

    private static boolean personal(@Nullable Object property) {
        return property instanceof Map<?, ?> schema && Boolean.TRUE.equals(schema.get("personal"));
    }

    private static String type(@Nullable Object property) {
        return property instanceof Map<?, ?> schema
                ? single(schema.get("type")).map(type -> type(type, schema)).orElse(ANY)
                : ANY;
    }

    private static String type(String jsonType, Map<?, ?> schema) {
        return switch (jsonType) {
            case "string" -> text(schema);
            case "integer" -> "long";
            case "number" -> "integer".equals(schema.get("airbyte_type")) ? "long" : "double";
            case "boolean" -> "boolean";
            default -> ANY;
        };
    }

    private static String text(Map<?, ?> schema) {
        return switch (String.valueOf(schema.get("format"))) {
            case "date-time" ->
                "timestamp_without_timezone".equals(schema.get("airbyte_type")) ? "timestamp" : "timestamptz";
            case "date" -> "date";
            default -> "string";
        };
    }

    /** {@code "string"} and {@code ["null", "string"]} are one type; {@code ["string", "integer"]} is none. */
    private static Optional<String> single(@Nullable Object type) {
        List<String> types = type instanceof List<?> several
                ? several.stream()
                        .map(String::valueOf)
                        .filter(each -> !each.equals("null"))
                        .toList()
                : Optional.ofNullable(type).map(String::valueOf).stream().toList();
        return types.size() == 1 ? Optional.of(types.getFirst()) : Optional.empty();
    }
}
