package dev.ingest.expression;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code dict.keys()}, {@code values()} and {@code items()} return: it follows the dict, and has no index. */
record View(Kind kind, Map<Value, Value> entries) implements Value.Opaque {
    enum Kind {
        KEYS,
        VALUES,
        ITEMS
    }

    @Override
    public String typeName() {
        return "dict_" + kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String repr() {
        return typeName() + "(" + Python.repr(new Value.Items(all())) + ")";
    }

    private List<Value> all() {
        return switch (kind) {
            case KEYS -> List.copyOf(entries.keySet());
            case VALUES -> List.copyOf(entries.values());
            case ITEMS ->
                entries.entrySet().stream()
                        .<Value>map(entry -> new Value.Tuple(List.of(entry.getKey(), entry.getValue())))
                        .toList();
        };
    }

    @Override
    public Optional<List<Value>> elements() {
        return Optional.of(all());
    }

    @Override
    public Optional<Integer> length() {
        return Optional.of(entries.size());
    }
}
