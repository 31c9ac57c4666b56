package dev.ingest.expression;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Methods of {@code list} and {@code tuple}. */
final class ListMethods {
    private ListMethods() {}

    static Map<String, Builtin> all() {
        Map<String, Builtin> all = new HashMap<>();
        all.put("append", arguments -> add(arguments, List.of(arguments.required(1, "object"))));
        all.put("extend", arguments -> add(arguments, Python.iterate(arguments.required(1, "iterable"))));
        all.put("index", ListMethods::index);
        all.put("count", ListMethods::count);
        all.put("pop", ListMethods::pop);
        all.put("copy", arguments -> Value.list(Python.iterate(arguments.target())));
        return all;
    }

    private static List<Value> mutable(Arguments arguments) {
        if (arguments.target() instanceof Value.Items(var values)) {
            return values;
        }
        throw ExpressionException.undefined(Python.typeName(arguments.target()) + "." + arguments.function());
    }

    private static Value add(Arguments arguments, List<Value> added) {
        List<Value> values = mutable(arguments);
        arguments.evaluation().reserve((long) values.size() + added.size());
        values.addAll(List.copyOf(added));
        return Value.NONE;
    }

    private static Value index(Arguments arguments) {
        List<Value> values = Python.iterate(arguments.target());
        for (int i = 0; i < values.size(); i++) {
            if (Comparing.equal(values.get(i), arguments.required(1, "value"), arguments.evaluation())) {
                return Value.of(i);
            }
        }
        throw ExpressionException.value("index() of a value that is not in the list");
    }

    private static Value count(Arguments arguments) {
        Value wanted = arguments.required(1, "value");
        return Value.of(Python.iterate(arguments.target()).stream()
                .filter(value -> Comparing.equal(value, wanted, arguments.evaluation()))
                .count());
    }

    private static Value pop(Arguments arguments) {
        List<Value> values = mutable(arguments);
        int at = arguments.integer(1, "index", -1);
        int position = at < 0 ? at + values.size() : at;
        if (position < 0 || position >= values.size()) {
            throw ExpressionException.value("pop() beyond the list");
        }
        return values.remove(position);
    }
}
