package dev.ingest.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code map}, {@code select}, {@code reject} and the two by attribute. */
final class SelectFilters {
    private SelectFilters() {}

    static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        Builtins.add(all, "map value * **", SelectFilters::map);
        Builtins.add(all, "select value * **", arguments -> select(arguments, false, true));
        Builtins.add(all, "reject value * **", arguments -> select(arguments, false, false));
        Builtins.add(all, "selectattr value * **", arguments -> select(arguments, true, true));
        Builtins.add(all, "rejectattr value * **", arguments -> select(arguments, true, false));
        return all;
    }

    /** Anything false, None too, counts as an empty list. */
    private static Value map(Arguments arguments) {
        if (!Python.truth(arguments.target())) {
            return new Generated(List.of());
        }
        UnaryOperator<Value> change = change(arguments);
        List<Value> values = arguments.elements();
        List<Value> mapped = new ArrayList<>(values.size());
        values.forEach(value -> mapped.add(change.apply(value)));
        return new Generated(mapped);
    }

    private static UnaryOperator<Value> change(Arguments arguments) {
        List<Value> given = arguments.from(1);
        Map<String, Value> named = new LinkedHashMap<>(arguments.named());
        if (given.isEmpty() && named.containsKey("attribute")) {
            Attributes path = Attributes.of(
                            Optional.ofNullable(named.remove("attribute")).orElse(Value.NONE))
                    .orElse(Optional.ofNullable(named.remove("default")));
            if (!named.isEmpty()) {
                throw ExpressionException.value("map got an unexpected keyword argument");
            }
            return value -> path.of(value, arguments.evaluation());
        }
        if (given.isEmpty()) {
            throw ExpressionException.value("map requires a filter argument");
        }
        return value -> call(named(given.getFirst(), "filter"), value, given.subList(1, given.size()), arguments);
    }

    private static Function named(Value name, String what) {
        Optional<Function> found = !(name instanceof Value.Str(var text))
                ? Optional.empty()
                : what.equals("filter") ? Builtins.filter(text) : Tests.test(text);
        return found.orElseThrow(
                () -> ExpressionException.value("No " + what + " named " + Python.repr(name) + " found."));
    }

    private static Value call(Function function, Value value, List<Value> rest, Arguments arguments) {
        List<Value> all = new ArrayList<>(rest.size() + 1);
        all.add(value);
        all.addAll(rest);
        arguments.evaluation().enter();
        Value result = function.call(arguments.with(function.name(), all));
        arguments.evaluation().leave();
        return result;
    }

    private static Value select(Arguments arguments, boolean byAttribute, boolean keep) {
        if (!Python.truth(arguments.target())) {
            return new Generated(List.of());
        }
        List<Value> given = arguments.from(1);
        if (byAttribute && given.isEmpty()) {
            throw ExpressionException.value("Missing parameter for attribute name");
        }
        List<Value> values = arguments.elements();
        Attributes path = Attributes.of(byAttribute ? given.getFirst() : Value.NONE);
        List<Value> test = given.subList(byAttribute ? 1 : 0, given.size());
        List<Value> kept = new ArrayList<>();
        for (Value value : values) {
            if (passes(path.of(value, arguments.evaluation()), test, arguments) == keep) {
                kept.add(value);
            }
        }
        return new Generated(kept);
    }

    private static boolean passes(Value subject, List<Value> test, Arguments arguments) {
        if (test.isEmpty()) {
            return Python.truth(subject);
        }
        Function function = named(test.getFirst(), "test");
        return Python.truth(call(function, subject, test.subList(1, test.size()), arguments));
    }
}
