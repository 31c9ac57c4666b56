package dev.ingest.expression;

import java.util.Map;
import java.util.Optional;

/** {@code namespace(...)}: the one object whose attributes a template may set. */
record NamespaceObject(Map<String, Value> attributes) implements Value.Opaque {
    @Override
    public String typeName() {
        return "Namespace";
    }

    @Override
    public String repr() {
        return "<Namespace " + Python.repr(Value.dict(attributes)) + ">";
    }

    @Override
    public Optional<Value> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }
}
