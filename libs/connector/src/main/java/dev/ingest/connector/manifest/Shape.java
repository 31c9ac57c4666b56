package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A mapping, list or value whose texts (keys included) may be templates. */
public sealed interface Shape {
    Shape EMPTY = new Mapping(List.of());

    record Leaf(Interpolated value) implements Shape {}

    record Sequence(List<Shape> elements) implements Shape {}

    record Mapping(List<Entry> entries) implements Shape {}

    record Entry(Interpolated key, Shape value) {}

    static Shape compile(String path, Value value, Value.Dict parameters, RootNames known) {
        return switch (value) {
            case Value.Dict(var entries) -> {
                List<Entry> compiled = new ArrayList<>();
                entries.forEach((key, entry) -> {
                    String name = ((Value.Str) key).value();
                    if (!name.equals(Parameters.KEY)) {
                        String at = Component.join(path, name);
                        compiled.add(new Entry(
                                Interpolated.compile(at, key, parameters, known),
                                compile(at, entry, parameters, known)));
                    }
                });
                yield new Mapping(List.copyOf(compiled));
            }
            case Value.Items(var elements) ->
                new Sequence(elements.stream()
                        .map(element -> compile(path, element, parameters, known))
                        .toList());
            case Value other -> new Leaf(Interpolated.compile(path, other, parameters, known));
        };
    }

    /** Evaluates; None leaves a mapping, but stays in a list. */
    default Value value(Scope scope) {
        return switch (this) {
            case Leaf(var leaf) -> leaf.entry(scope);
            case Sequence(var elements) ->
                Value.list(
                        elements.stream().map(element -> element.value(scope)).toList());
            case Mapping(var entries) -> {
                Map<String, Value> values = new LinkedHashMap<>();
                for (Entry entry : entries) {
                    Value value = entry.value().value(scope);
                    if (!(value instanceof Value.None)) {
                        values.put(entry.key().coercedText(scope), value);
                    }
                }
                yield Value.dict(values);
            }
        };
    }

    /** As {@link #value}, but what is not a list stays the text it rendered as: query parameters and forms. */
    default Map<String, Value> texts(Scope scope) {
        Map<String, Value> texts = new LinkedHashMap<>();
        if (this instanceof Mapping(var entries)) {
            for (Entry entry : entries) {
                Value value = text(entry.value(), scope);
                if (!(value instanceof Value.None)) {
                    texts.put(entry.key().coercedText(scope), value);
                }
            }
        }
        return texts;
    }

    private static Value text(Shape shape, Scope scope) {
        if (!(shape instanceof Leaf(var leaf))) {
            return shape.value(scope);
        }
        return leaf.textEntry(scope);
    }

    default boolean isEmpty() {
        return this instanceof Mapping(var entries) && entries.isEmpty();
    }
}
