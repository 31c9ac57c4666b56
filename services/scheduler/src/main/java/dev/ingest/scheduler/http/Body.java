package dev.ingest.scheduler.http;

import dev.ingest.contracts.error.IngestException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads request bodies, whose fields may all be missing. */
public final class Body {
    private Body() {}

    /** The field's value; {@code INVALID_ARGUMENT} that names it if it is missing. */
    public static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw IngestException.invalid("%s: missing (expected: a value)".formatted(field));
        }
        return value;
    }

    /** The text; {@code INVALID_ARGUMENT} that names the field if it is missing, blank, or longer than {@code max}. */
    public static String text(String field, @Nullable String value, int max) {
        String text = required(field, value);
        if (text.isBlank() || text.length() > max) {
            throw IngestException.invalid(
                    "%s: %d characters (expected: 1 to %d, not all blank)".formatted(field, text.length(), max));
        }
        return text;
    }

    /** The list, or an empty one. */
    public static <T> List<T> list(String field, @Nullable List<@Nullable T> values, int max) {
        if (values == null) {
            return List.of();
        }
        if (values.size() > max) {
            throw IngestException.invalid("%s: %d items (expected: at most %d)".formatted(field, values.size(), max));
        }
        if (values.stream().anyMatch(Objects::isNull)) {
            throw IngestException.invalid("%s: has a null item (expected: values)".formatted(field));
        }
        return List.copyOf(values);
    }

    /** The map, or an empty one. */
    public static Map<String, String> texts(String field, @Nullable Map<String, @Nullable String> values, int max) {
        if (values == null) {
            return Map.of();
        }
        if (values.size() > max) {
            throw IngestException.invalid("%s: %d entries (expected: at most %d)".formatted(field, values.size(), max));
        }
        values.forEach((key, value) -> {
            var ignored = required(field + "." + key, value);
        });
        return Map.copyOf(values);
    }
}
