package dev.ingest.connector.read;

import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.Transformation;
import dev.ingest.connector.manifest.Transformation.AddedField;
import dev.ingest.connector.manifest.Transformation.ValueType;
import dev.ingest.expression.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Applies transformations to a record in place. */
public final class Transformations {
    private final List<Transformation> transformations;

    public Transformations(List<Transformation> transformations) {
        this.transformations = transformations;
    }

    boolean isEmpty() {
        return transformations.isEmpty();
    }

    public void apply(Value.Dict record, Scope scope) {
        for (Transformation transformation : transformations) {
            switch (transformation) {
                case Transformation.AddFields(var fields, var condition) -> add(record, fields, condition, scope);
                case Transformation.RemoveFields(var pointers, var condition) ->
                    pointers.forEach(pointer -> remove(record, pointer, matching(condition, scope)));
                case Transformation.KeysToLower lower -> lower(record);
            }
        }
    }

    private static void add(Value.Dict record, List<AddedField> fields, Optional<Interpolated> condition, Scope scope) {
        Scope seen = scope.with("record", record);
        if (!condition.map(template -> template.truth(seen)).orElse(true)) {
            return;
        }
        for (AddedField field : fields) {
            Value value = narrowed(field, seen);
            List<String> path =
                    field.path().stream().map(part -> part.text(seen)).toList();
            Paths.set(record, path, value);
        }
    }

    /** A declared type keeps the coercion only where it gives that type. */
    private static Value narrowed(AddedField field, Scope scope) {
        Value value = field.value().value(scope);
        if (field.type().isEmpty() || isOf(field.type().get(), value)) {
            return value;
        }
        return Value.of(field.value().text(scope));
    }

    private static boolean isOf(ValueType type, Value value) {
        return switch (type) {
            case STRING -> value instanceof Value.Str;
            case NUMBER -> value instanceof Value.Float || value instanceof Value.Int;
            case INTEGER -> value instanceof Value.Int;
            case BOOLEAN -> value instanceof Value.Bool;
        };
    }

    private static Predicate<Value> matching(Optional<Interpolated> condition, Scope scope) {
        return value -> condition
                .map(template -> template.truth(scope.with("property", value)))
                .orElse(true);
    }

    private static void remove(Value value, List<String> pointer, Predicate<Value> matching) {
        if (pointer.isEmpty()) {
            return;
        }
        String head = pointer.getFirst();
        List<String> rest = pointer.subList(1, pointer.size());
        if (head.equals("**") && !rest.isEmpty()) {
            remove(value, rest, matching);
            Paths.children(value).forEach(child -> remove(child, pointer, matching));
        } else if (!rest.isEmpty()) {
            Paths.all(value, List.of(head)).forEach(child -> remove(child, rest, matching));
        } else {
            removeHere(value, head, matching);
        }
    }

    /** An element of a list becomes null, so that the others keep their places. */
    private static void removeHere(Value value, String name, Predicate<Value> matching) {
        switch (value) {
            case Value.Dict(var entries) ->
                entries.entrySet()
                        .removeIf(entry -> (name.equals("*") || entry.getKey().equals(Value.of(name)))
                                && matching.test(entry.getValue()));
            case Value.Items(var values) -> {
                for (int i = 0; i < values.size(); i++) {
                    if ((name.equals("*") || name.equals(Integer.toString(i))) && matching.test(values.get(i))) {
                        values.set(i, Value.NONE);
                    }
                }
            }
            case Value other -> {}
        }
    }

    private static void lower(Value.Dict record) {
        Map<Value, Value> lowered = new LinkedHashMap<>();
        record.entries()
                .forEach((key, value) -> lowered.put(
                        key instanceof Value.Str(var name) ? Value.of(name.toLowerCase(Locale.ROOT)) : key, value));
        record.entries().clear();
        record.entries().putAll(lowered);
    }
}
