package dev.ingest.connector.schema;

import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The narrowest JSON schema that the records seen so far fit. Every property may be null or absent. */
public final class InferredSchema {
    /** Deeper structures are objects without known properties. */
    private static final int MAX_DEPTH = 20;

    /** More names than this are data, not fields. */
    private static final int MAX_PROPERTIES = 2_000;

    private final Set<String> types = new LinkedHashSet<>();
    private final Map<String, InferredSchema> properties = new LinkedHashMap<>();
    private final int depth;
    private Optional<InferredSchema> items = Optional.empty();

    private InferredSchema(int depth) {
        this.depth = depth;
    }

    public static InferredSchema empty() {
        return new InferredSchema(0);
    }

    public InferredSchema seen(Value.Dict record) {
        see(record);
        return this;
    }

    private void see(Value value) {
        switch (value) {
            case Value.None none -> {}
            case Value.Bool flag -> types.add("boolean");
            case Value.Int number -> types.add("integer");
            case Value.Float number -> types.add("number");
            case Value.Dict(var entries) -> {
                types.add("object");
                entries.forEach(this::see);
            }
            case Value.Items(var values) -> {
                types.add("array");
                values.forEach(this::seeElement);
            }
            case Value other -> types.add("string");
        }
    }

    private void see(Value name, Value value) {
        if (depth < MAX_DEPTH && (properties.size() < MAX_PROPERTIES || properties.containsKey(Python.str(name)))) {
            properties
                    .computeIfAbsent(Python.str(name), each -> new InferredSchema(depth + 1))
                    .see(value);
        }
    }

    private void seeElement(Value element) {
        if (depth < MAX_DEPTH) {
            items = items.or(() -> Optional.of(new InferredSchema(depth + 1)));
            items.ifPresent(schema -> schema.see(element));
        }
    }

    /** As a JSON schema of draft 7. */
    public Value.Dict schema() {
        Map<String, Value> schema = new LinkedHashMap<>();
        if (depth == 0) {
            schema.put("type", Value.of("object"));
        } else if (!types.isEmpty()) {
            schema.put("type", Value.list(nullable().stream().map(Value::of).toList()));
        }
        if (!properties.isEmpty()) {
            Map<String, Value> inner = new LinkedHashMap<>();
            properties.forEach((name, property) -> inner.put(name, property.schema()));
            schema.put("properties", Value.dict(inner));
        }
        items.ifPresent(element -> schema.put("items", element.schema()));
        return Value.dict(schema);
    }

    private List<String> nullable() {
        Set<String> all = new LinkedHashSet<>(List.of("null"));
        all.addAll(types);
        if (all.contains("number")) {
            all.remove("integer");
        }
        return List.copyOf(all);
    }
}
