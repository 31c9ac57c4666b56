package dev.ingest.scheduler.connector;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what a manifest's specification marks as secret in a configuration, where it would be stored in the clear. */
final class SecretFields {
    private static final String MARK = "airbyte_secret";

    private SecretFields() {}

    /** The path of the first, or none. */
    static Optional<String> of(Map<String, @Nullable Object> schema, Map<?, ?> config) {
        if (!(schema.get("properties") instanceof Map<?, ?> properties)) {
            return Optional.empty();
        }
        return properties.entrySet().stream()
                .filter(property -> config.get(property.getKey()) != null)
                .flatMap(property ->
                        in(String.valueOf(property.getKey()), property.getValue(), config.get(property.getKey()))
                                .stream())
                .findFirst();
    }

    @SuppressWarnings("unchecked") // a schema is JSON: its keys are strings
    private static Optional<String> in(String name, @Nullable Object schema, @Nullable Object value) {
        if (!(schema instanceof Map<?, ?> property)) {
            return Optional.empty();
        }
        if (Boolean.TRUE.equals(property.get(MARK))) {
            return Optional.of(name);
        }
        return value instanceof Map<?, ?> inner
                ? of((Map<String, @Nullable Object>) property, inner).map(path -> name + "." + path)
                : Optional.empty();
    }
}
