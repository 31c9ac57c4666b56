package dev.ingest.connector;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One JSON answer that serves every request of a manifest: a token for whoever logs in, and at each place where the manifest
 * looks for records, one record with every field its schemas and parents name.
 */
final class AnyAnswer {
    private static final String DATE = "2026-02-01T00:00:00Z";

    private final Map<String, @Nullable Object> row = new LinkedHashMap<>();
    private final List<List<?>> places = new ArrayList<>();

    static byte[] of(String manifest) {
        AnyAnswer answer = new AnyAnswer();
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(true);
        answer.look(new Yaml(new SafeConstructor(options)).load(manifest));
        return answer.json().getBytes(StandardCharsets.UTF_8);
    }

    private void look(@Nullable Object node) {
        if (node instanceof List<?> list) {
            list.forEach(this::look);
        } else if (node instanceof Map<?, ?> map) {
            if (map.get("properties") instanceof Map<?, ?> properties) {
                properties.forEach((name, property) -> row.putIfAbsent(String.valueOf(name), sample(property)));
            }
            if (map.get("parent_key") instanceof String key) {
                put(row, List.of(key.split("[./]")), "1");
            }
            if (map.get("field_path") instanceof List<?> path && map.get("value") == null) {
                places.add(path);
            }
            if (map.get("session_token_path") instanceof List<?> path) {
                put(row, path, "token");
            }
            map.values().forEach(this::look);
        }
    }

    private static @Nullable Object sample(@Nullable Object property) {
        Map<String, @Nullable Object> schema = SpecConfig.map(property);
        String type = String.valueOf(schema.getOrDefault("type", "string"));
        if (type.contains("object")) {
            Map<String, @Nullable Object> inner = new LinkedHashMap<>();
            SpecConfig.map(schema.get("properties")).forEach((name, each) -> inner.put(name, sample(each)));
            return inner;
        }
        return type.contains("array")
                ? List.of()
                : type.contains("integer") || type.contains("number")
                        ? (Object) 1
                        : type.contains("boolean") ? (Object) true : schema.containsKey("format") ? DATE : "1";
    }

    private String json() {
        Map<String, @Nullable Object> whole = copy(row);
        for (String name : List.of("access_token", "token", "refresh_token", "session_token")) {
            whole.putIfAbsent(name, "token");
        }
        whole.put("expires_in", 3600);
        places.forEach(place -> put(whole, place, List.of(copy(row))));
        return Text.of(whole);
    }

    private static Map<String, @Nullable Object> copy(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        row.forEach((name, value) -> copy.put(name, value instanceof Map<?, ?> ? copy(SpecConfig.map(value)) : value));
        return copy;
    }

    @SuppressWarnings("unchecked") // what this class has built itself
    private static void put(Map<String, @Nullable Object> into, List<?> path, Object value) {
        Map<String, @Nullable Object> place = into;
        for (int i = 0; i < path.size(); i++) {
            String name = String.valueOf(path.get(i)).equals("*") ? "x" : String.valueOf(path.get(i));
            if (i == path.size() - 1) {
                place.put(name, value);
            } else {
                Object next = place.get(name);
                Map<String, @Nullable Object> inner =
                        next instanceof Map<?, ?> ? (Map<String, @Nullable Object>) next : new LinkedHashMap<>();
                place.put(name, inner);
                place = inner;
            }
        }
    }

    /** JSON text of maps, lists, texts and numbers. */
    private static final class Text {
        private Text() {}

        static String of(@Nullable Object value) {
            return switch (value) {
                case null -> "null";
                case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(entry -> of(String.valueOf(entry.getKey())) + ":" + of(entry.getValue()))
                            .collect(java.util.stream.Collectors.joining(",", "{", "}"));
                case List<?> list ->
                    list.stream().map(Text::of).collect(java.util.stream.Collectors.joining(",", "[", "]"));
                case Number number -> number.toString();
                case Boolean flag -> flag.toString();
                default ->
                    '"'
                            + new String(com.fasterxml.jackson.core.io.JsonStringEncoder.getInstance()
                                    .quoteAsString(value.toString()))
                            + '"';
            };
        }
    }
}
