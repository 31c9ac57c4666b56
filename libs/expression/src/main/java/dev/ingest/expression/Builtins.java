package dev.ingest.expression;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every function and filter by name; each family registers its own. */
final class Builtins {
    static final Set<String> NO_EXTRAS = Set.of();

    private static final Map<String, Function> FUNCTIONS = Map.copyOf(Functions.all());
    private static final Map<String, Function> EXTRA_FUNCTIONS = Map.copyOf(Functions.extras());
    private static final Map<String, Function> FILTERS = filters();

    private Builtins() {}

    private static Map<String, Function> filters() {
        Map<String, Function> filters = new HashMap<>();
        filters.putAll(TextFilters.all());
        filters.putAll(HtmlFilters.all());
        filters.putAll(ListFilters.all());
        filters.putAll(SelectFilters.all());
        filters.putAll(ValueFilters.all());
        filters.putAll(CodeFilters.all());
        return Map.copyOf(filters);
    }

    static void add(Map<String, Function> all, String declaration, Function.Body body) {
        Function function = Function.of(declaration, body);
        all.put(function.name(), function);
    }

    /** @param extras functions that exist only at the place of this template */
    static Optional<Function> function(String name, Set<String> extras) {
        Function function = FUNCTIONS.get(name);
        return function != null || !extras.contains(name)
                ? Optional.ofNullable(function)
                : Optional.ofNullable(EXTRA_FUNCTIONS.get(name));
    }

    static Optional<Function> filter(String name) {
        return Optional.ofNullable(FILTERS.get(name));
    }
}
