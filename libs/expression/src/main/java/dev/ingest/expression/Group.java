package dev.ingest.expression;

import java.util.List;
import java.util.Optional;

/** One group of {@code groupby}: a pair whose parts also have names. */
record Group(Value grouper, Value list) implements Value.Opaque {
    private List<Value> pair() {
        return List.of(grouper, list);
    }

    @Override
    public String typeName() {
        return "_GroupTuple";
    }

    @Override
    public String repr() {
        return Python.repr(new Tuple(pair()));
    }

    @Override
    public Optional<Value> attribute(String name) {
        return switch (name) {
            case "grouper" -> Optional.of(grouper);
            case "list" -> Optional.of(list);
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Value> item(Value key) {
        Value element = Access.item(new Tuple(pair()), key);
        return element instanceof Undefined ? Optional.empty() : Optional.of(element);
    }

    @Override
    public Optional<List<Value>> elements() {
        return Optional.of(pair());
    }

    @Override
    public Optional<Integer> length() {
        return Optional.of(2);
    }
}
