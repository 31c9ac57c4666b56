package dev.ingest.expression;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Methods of {@code dict}. */
final class DictMethods {
    private DictMethods() {}

    static Map<String, Builtin> all() {
        Map<String, Builtin> all = new HashMap<>();
        all.put(
                "get",
                arguments -> find(arguments)
                        .or(() -> arguments.optional(2, "default"))
                        .orElse(Value.NONE));
        all.put(
                "keys",
                arguments -> Value.list(List.copyOf(entries(arguments.target()).keySet())));
        all.put(
                "values",
                arguments -> Value.list(List.copyOf(entries(arguments.target()).values())));
        all.put("items", arguments -> Value.list(items(arguments.target())));
        all.put("update", DictMethods::update);
        all.put("pop", DictMethods::pop);
        all.put("setdefault", DictMethods::setDefault);
        all.put("copy", arguments -> new Value.Dict(new LinkedHashMap<>(entries(arguments.target()))));
        return all;
    }

    private static Map<Value, Value> entries(Value value) {
        return switch (value) {
            case Value.Dict(var entries) -> entries;
            case Value.Undefined undefined -> Map.of();
            case Value other -> throw ExpressionException.type("expected a dict, not " + Python.typeName(other));
        };
    }

    static List<Value> items(Value dict) {
        return entries(dict).entrySet().stream()
                .<Value>map(entry -> new Value.Tuple(List.of(entry.getKey(), entry.getValue())))
                .toList();
    }

    private static Optional<Value> find(Arguments arguments) {
        return Optional.ofNullable(entries(arguments.target()).get(Access.key(arguments.required(1, "key"))));
    }

    private static Value update(Arguments arguments) {
        Map<Value, Value> entries = entries(arguments.target());
        arguments.optional(1, "other").ifPresent(other -> entries.putAll(entries(other)));
        arguments.named().forEach((name, value) -> entries.put(Value.of(name), value));
        arguments.evaluation().reserve(entries.size());
        return Value.NONE;
    }

    private static Value pop(Arguments arguments) {
        Value found = find(arguments)
                .or(() -> arguments.optional(2, "default"))
                .orElseThrow(() -> ExpressionException.value("pop() of a missing key"));
        entries(arguments.target()).remove(arguments.required(1, "key"));
        return found;
    }

    private static Value setDefault(Arguments arguments) {
        Value otherwise = arguments.optional(2, "default").orElse(Value.NONE);
        Value present = entries(arguments.target()).putIfAbsent(Access.key(arguments.required(1, "key")), otherwise);
        return present == null ? otherwise : present;
    }
}
