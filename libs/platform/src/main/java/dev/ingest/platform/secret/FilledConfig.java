package dev.ingest.platform.secret;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A configuration with its secrets in the places that their keys name. */
public final class FilledConfig {
    private FilledConfig() {}

    /**
     * @param config without secrets; stays as it is
     * @param secrets by dotted path: {@code credentials.client_secret} goes into the object {@code credentials}, which is made
     *     where the configuration has none
     */
    public static Map<String, Object> of(Map<String, Object> config, Map<String, String> secrets) {
        Map<String, Object> filled = new LinkedHashMap<>(config);
        secrets.forEach((path, value) -> put(filled, path, value));
        return filled;
    }

    private static void put(Map<String, Object> into, String path, String value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            into.put(path, value);
            return;
        }
        String key = path.substring(0, dot);
        Map<String, Object> inner = copy(into.get(key));
        put(inner, path.substring(dot + 1), value);
        into.put(key, inner);
    }

    private static Map<String, Object> copy(@Nullable Object present) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (present instanceof Map<?, ?> map) {
            map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        }
        return copy;
    }
}
