package dev.ingest.expression;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names a template itself has given a value, inside those of the enclosing scope. */
final class Scope {
    private final Optional<Scope> outer;
    private final Map<String, Value> names = new HashMap<>();

    Scope(Optional<Scope> outer) {
        this.outer = outer;
    }

    void put(String name, Value value) {
        names.put(name, value);
    }

    Optional<Value> find(String name) {
        Value value = names.get(name);
        if (value != null) {
            return Optional.of(value);
        }
        return outer.isPresent() ? outer.get().find(name) : Optional.empty();
    }
}
