package dev.ingest.connector.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A mapping of a case file, whose unknown keys are mistakes. */
record Fields(String where, Map<String, @Nullable Object> values) {
    static Fields of(String where, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            map.forEach((key, each) -> values.put(String.valueOf(key), each));
            return new Fields(where, values);
        }
        throw new IllegalArgumentException(where + ": is " + value + " (expected a mapping)");
    }

    Fields only(String... known) {
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(Set.of(known));
        if (unknown.isEmpty()) {
            return this;
        }
        throw new IllegalArgumentException(
                where + ": has unknown keys " + unknown + " (expected " + List.of(known) + ")");
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Optional<Object> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Optional<String> text(String name) {
        return value(name).map(String::valueOf);
    }

    Fields fields(String name) {
        return of(where + "." + name, value(name).orElse(Map.of()));
    }

    List<?> list(String name) {
        return value(name)
                .map(value -> {
                    if (value instanceof List<?> list) {
                        return list;
                    }
                    throw new IllegalArgumentException(where + "." + name + ": is no list");
                })
                .orElse(List.of());
    }

    List<Fields> each(String name) {
        return list(name).stream().map(value -> of(where + "." + name, value)).toList();
    }

    List<String> texts(String name) {
        return list(name).stream().map(String::valueOf).toList();
    }
}
