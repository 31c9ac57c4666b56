package dev.ingest.expression;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Methods of {@code dict}. */
final class DictMethods {
    private DictMethods() {}

    static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        Builtins.add(
                all,
                "get self key default? /",
                arguments -> find(arguments)
                        .or(() -> arguments.optional(2, "default"))
                        .orElse(Value.NONE));
        Builtins.add(all, "keys self /", arguments -> new View(View.Kind.KEYS, entries(arguments)));
        Builtins.add(all, "values self /", arguments -> new View(View.Kind.VALUES, entries(arguments)));
        Builtins.add(all, "items self /", arguments -> new View(View.Kind.ITEMS, entries(arguments)));
        Builtins.add(all, "update self other? / **", DictMethods::update);
        Builtins.add(all, "pop self key default? /", DictMethods::pop);
        Builtins.add(all, "popitem self /", DictMethods::popItem);
        Builtins.add(all, "setdefault self key default? /", DictMethods::setDefault);
        Builtins.add(all, "copy self /", arguments -> new Value.Dict(new LinkedHashMap<>(entries(arguments))));
        Builtins.add(all, "clear self /", DictMethods::clear);
        return all;
    }

    private static Map<Value, Value> entries(Arguments arguments) {
        if (arguments.target() instanceof Value.Dict(var entries)) {
            return entries;
        }
        throw ExpressionException.type("expected a dict, not " + Python.typeName(arguments.target()));
    }

    private static Optional<Value> find(Arguments arguments) {
        return Dicts.find(entries(arguments), Dicts.key(arguments.required(1, "key")));
    }

    private static Value update(Arguments arguments) {
        Map<Value, Value> entries = entries(arguments);
        arguments.optional(1, "other").ifPresent(other -> merge(entries, other, arguments.evaluation()));
        arguments.named().forEach((name, value) -> entries.put(Value.of(name), value));
        arguments.evaluation().reserve(entries.size());
        return Value.NONE;
    }

    /** Adds a dict's entries, or pairs; as Python's {@code dict()} does. */
    static void merge(Map<Value, Value> entries, Value other, Evaluation evaluation) {
        if (other instanceof Value.Dict(var added)) {
            new LinkedHashMap<>(added).forEach((key, value) -> Dicts.put(entries, key, value));
            return;
        }
        for (Value pair : Python.iterate(other, evaluation)) {
            List<Value> parts = Python.iterate(pair, evaluation);
            if (parts.size() != 2) {
                throw ExpressionException.value("dictionary update sequence element has length " + parts.size());
            }
            Dicts.put(entries, parts.getFirst(), parts.getLast());
        }
    }

    private static Value pop(Arguments arguments) {
        Optional<Value> found = find(arguments);
        found.ifPresent(value -> entries(arguments).remove(arguments.required(1, "key")));
        return found.or(() -> arguments.optional(2, "default"))
                .orElseThrow(() -> ExpressionException.value("pop() of a missing key"));
    }

    private static Value popItem(Arguments arguments) {
        if (!(entries(arguments) instanceof LinkedHashMap<Value, Value> ordered) || ordered.isEmpty()) {
            throw ExpressionException.value("popitem(): dictionary is empty");
        }
        Map.Entry<Value, Value> last = ordered.pollLastEntry();
        return new Value.Tuple(List.of(last.getKey(), last.getValue()));
    }

    private static Value setDefault(Arguments arguments) {
        Optional<Value> present = find(arguments);
        if (present.isPresent()) {
            return present.get();
        }
        Value otherwise = arguments.optional(2, "default").orElse(Value.NONE);
        entries(arguments).put(arguments.required(1, "key"), otherwise);
        return otherwise;
    }

    private static Value clear(Arguments arguments) {
        entries(arguments).clear();
        return Value.NONE;
    }
}
