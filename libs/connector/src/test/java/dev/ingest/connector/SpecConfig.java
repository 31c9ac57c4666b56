package dev.ingest.connector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A configuration made of a specification: constants, defaults, examples, then what the pattern and the type ask for. */
final class SpecConfig {
    private SpecConfig() {}

    static Map<String, @Nullable Object> of(Map<String, @Nullable Object> schema) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        if (schema.get("oneOf") instanceof List<?> options && !options.isEmpty()) {
            config.putAll(of(map(options.getFirst())));
        }
        map(schema.get("properties")).forEach((name, property) -> config.put(name, value(name, map(property))));
        return config;
    }

    private static @Nullable Object value(String name, Map<String, @Nullable Object> property) {
        Optional<Object> given = first(property, "const", "default")
                .filter(value -> !value.equals(""))
                .or(() -> first(property, "examples", "enum")
                        .flatMap(values -> values instanceof List<?> list && !list.isEmpty()
                                ? Optional.<Object>ofNullable(list.getFirst())
                                : Optional.empty()));
        String type = String.valueOf(property.getOrDefault("type", "string"));
        if (given.isPresent() && !(type.equals("array") && !(given.get() instanceof List))) {
            return type.contains("string") ? given.get().toString() : given.get();
        }
        return switch (type) {
            case "object" -> of(property);
            case "array" -> List.of(value(name, map(property.getOrDefault("items", Map.of()))));
            case "integer", "number" -> property.getOrDefault("minimum", 1);
            case "boolean" -> false;
            default -> property.containsKey("oneOf") ? of(property) : text(name, property);
        };
    }

    private static String text(String name, Map<String, @Nullable Object> property) {
        String pattern = String.valueOf(property.getOrDefault("pattern", ""));
        String format = String.valueOf(property.getOrDefault("format", ""));
        if (format.equals("date") || pattern.endsWith("{2}$") && pattern.contains("{4}") && !pattern.contains("T")) {
            return "2026-01-01";
        }
        if (format.equals("date-time") || pattern.contains("T") && pattern.contains("Z") || name.contains("date")) {
            return "2026-01-01T00:00:00Z";
        }
        return name.contains("url") || name.contains("host") || name.contains("domain")
                ? "https://api.example.org"
                : "x1";
    }

    private static Optional<Object> first(Map<String, @Nullable Object> property, String... names) {
        for (String name : names) {
            if (property.get(name) != null) {
                return Optional.ofNullable(property.get(name));
            }
        }
        return Optional.empty();
    }

    static Map<String, @Nullable Object> map(@Nullable Object value) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> given) {
            given.forEach((key, each) -> map.put(String.valueOf(key), each));
        }
        return map;
    }
}
