package dev.ingest.expression;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Every function and filter by name; each family registers its own. */
final class Builtins {
    private static final Map<String, Builtin> FUNCTIONS = Map.copyOf(Functions.all());
    private static final Map<String, Builtin> FILTERS = filters();

    private Builtins() {}

    private static Map<String, Builtin> filters() {
        Map<String, Builtin> filters = new HashMap<>();
        filters.putAll(TextFilters.all());
        filters.putAll(ListFilters.all());
        filters.putAll(ValueFilters.all());
        filters.putAll(CodeFilters.all());
        return Map.copyOf(filters);
    }

    static Optional<Builtin> function(String name) {
        return Optional.ofNullable(FUNCTIONS.get(name));
    }

    static Optional<Builtin> filter(String name) {
        return Optional.ofNullable(FILTERS.get(name));
    }
}
