package dev.ingest.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Methods of {@code list}, two of which a {@code tuple} has too. */
final class ListMethods {
    private ListMethods() {}

    static Map<String, Function> ofTuple() {
        Map<String, Function> all = new HashMap<>();
        Builtins.add(all, "index self value start? end? /", ListMethods::index);
        Builtins.add(all, "count self value /", ListMethods::count);
        return all;
    }

    static Map<String, Function> ofList() {
        Map<String, Function> all = ofTuple();
        Builtins.add(
                all, "append self object /", arguments -> insert(arguments, List.of(arguments.required(1, "object"))));
        Builtins.add(
                all,
                "extend self iterable /",
                arguments ->
                        insert(arguments, Python.iterate(arguments.required(1, "iterable"), arguments.evaluation())));
        Builtins.add(all, "insert self index object /", ListMethods::insertAt);
        Builtins.add(all, "remove self value /", ListMethods::remove);
        Builtins.add(all, "pop self index? /", ListMethods::pop);
        Builtins.add(all, "clear self /", arguments -> changed(values(arguments)::clear));
        Builtins.add(all, "reverse self /", arguments -> changed(() -> Collections.reverse(values(arguments))));
        Builtins.add(all, "copy self /", arguments -> Value.list(values(arguments)));
        Builtins.add(all, "sort self reverse?", ListMethods::sort);
        return all;
    }

    private static List<Value> values(Arguments arguments) {
        return switch (arguments.target()) {
            case Value.Items(var values) -> values;
            case Value.Tuple(var values) -> values;
            case Value other -> throw ExpressionException.type("expected a list, not " + Python.typeName(other));
        };
    }

    private static Value changed(Runnable change) {
        change.run();
        return Value.NONE;
    }

    private static Value insert(Arguments arguments, List<Value> added) {
        List<Value> values = values(arguments);
        arguments.evaluation().reserve((long) values.size() + added.size());
        return changed(() -> values.addAll(List.copyOf(added)));
    }

    private static Value insertAt(Arguments arguments) {
        List<Value> values = values(arguments);
        int at = Python.index(arguments.required(1, "index"));
        int position = Math.clamp(at < 0 ? (long) at + values.size() : at, 0, values.size());
        arguments.evaluation().reserve(values.size() + 1L);
        return changed(() -> values.add(position, arguments.required(2, "object")));
    }

    private static int find(List<Value> values, Value wanted, int from, int to, Evaluation evaluation) {
        for (int i = from; i < to; i++) {
            if (Comparing.equal(values.get(i), wanted, evaluation)) {
                return i;
            }
        }
        throw ExpressionException.value("value is not in the list");
    }

    private static Value index(Arguments arguments) {
        List<Value> values = values(arguments);
        int size = values.size();
        int from = bound(arguments.integer(2, "start", 0), size);
        int to = bound(arguments.integer(3, "end", size), size);
        return Value.of(find(values, arguments.required(1, "value"), from, to, arguments.evaluation()));
    }

    private static int bound(int index, int size) {
        return Math.clamp(index < 0 ? (long) index + size : index, 0, size);
    }

    private static Value count(Arguments arguments) {
        Value wanted = arguments.required(1, "value");
        return Value.of(values(arguments).stream()
                .filter(value -> Comparing.equal(value, wanted, arguments.evaluation()))
                .count());
    }

    private static Value remove(Arguments arguments) {
        List<Value> values = values(arguments);
        values.remove(find(values, arguments.required(1, "value"), 0, values.size(), arguments.evaluation()));
        return Value.NONE;
    }

    private static Value pop(Arguments arguments) {
        List<Value> values = values(arguments);
        int at = arguments.integer(1, "index", -1);
        long position = at < 0 ? (long) at + values.size() : at;
        if (position < 0 || position >= values.size()) {
            throw ExpressionException.value("pop index out of range");
        }
        return values.remove((int) position);
    }

    private static Value sort(Arguments arguments) {
        if (arguments.positional().size() > 1) {
            throw ExpressionException.type("sort() takes no positional arguments");
        }
        List<Value> values = values(arguments);
        List<Value> sorted =
                Sorting.sorted(new ArrayList<>(values), arguments.flag(1, "reverse", false), arguments.evaluation());
        return changed(() -> Collections.copy(values, sorted));
    }
}
