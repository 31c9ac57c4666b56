package dev.ingest.executor.trial;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which columns a stream's JSON schema marks as personal: {@code "personal": true}, our own addition to the language. */
final class PersonalColumns {
    private static final String MARK = "personal";

    private PersonalColumns() {}

    /** Names of columns that are personal or hold something personal. */
    static Set<String> of(Map<String, @Nullable Object> schema) {
        Set<String> columns = new TreeSet<>();
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, property) -> {
                if (isPersonal(property)) {
                    columns.add(String.valueOf(name));
                }
            });
        }
        return columns;
    }

    /** A column is one value to whoever reads it: it is hidden whole if anything in it is personal. */
    private static boolean isPersonal(@Nullable Object schema) {
        return switch (schema) {
            case Map<?, ?> map ->
                Boolean.TRUE.equals(map.get(MARK)) || map.values().stream().anyMatch(PersonalColumns::isPersonal);
            case Iterable<?> items -> {
                boolean found = false;
                for (Object item : items) {
                    found |= isPersonal(item);
                }
                yield found;
            }
            case null, default -> false;
        };
    }
}
