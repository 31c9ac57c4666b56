package dev.ingest.connector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A configuration made of a specification: constants, defaults, examples, then what the pattern and the type ask for. */
final class SpecConfig {
    /** Dates as specifications ask for them, without the day. */
    private static final List<String> DATES = List.of(
            "2026-01-%02d",
            "2026-01-%02dT00:00:00Z",
            "2026-01-%02dT00:00:00.000Z",
            "2026-01-%02dT00:00:00",
            "2026-01-%02d 00:00:00",
            "%02d-01-2026",
            "%02d/01/2026",
            "%02d/01/2026 00:00");

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
                                : Optional.empty())
                        .filter(value -> isOfItsPattern(value, property)));
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
        Optional<String> date = DATES.stream()
                .map(form -> form.formatted(name.contains("end") ? 31 : 1))
                .filter(text -> !pattern.isEmpty() && text.matches(pattern))
                .findFirst();
        if (date.isPresent()) {
            return date.get();
        }
        boolean dayOnly = format.equals("date");
        if (dayOnly || format.equals("date-time") || name.contains("date")) {
            return (dayOnly ? DATES.getFirst() : DATES.get(1)).formatted(name.contains("end") ? 31 : 1);
        }
        return name.contains("url") || name.contains("host") || name.contains("domain")
                ? "https://api.example.org"
                : "x1";
    }

    /** An example may only describe what a value looks like. */
    private static boolean isOfItsPattern(Object value, Map<String, @Nullable Object> property) {
        return !(value instanceof String text && property.get("pattern") instanceof String pattern)
                || Pattern.compile(pattern).matcher(text).find();
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
