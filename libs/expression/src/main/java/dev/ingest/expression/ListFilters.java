package dev.ingest.expression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Filters over lists. */
final class ListFilters {
    private ListFilters() {}

    static Map<String, Builtin> all() {
        Map<String, Builtin> all = new HashMap<>();
        all.put("list", arguments -> Value.list(items(arguments)));
        all.put("length", arguments -> Value.of(Python.length(arguments.target())));
        all.put("count", arguments -> Value.of(Python.length(arguments.target())));
        all.put("first", arguments -> edge(items(arguments), true));
        all.put("last", arguments -> edge(items(arguments), false));
        all.put("reverse", ListFilters::reverse);
        all.put("sort", ListFilters::sort);
        all.put("unique", ListFilters::unique);
        all.put("sum", ListFilters::sum);
        all.put("max", arguments -> extreme(keyed(arguments), 1, arguments));
        all.put("min", arguments -> extreme(keyed(arguments), -1, arguments));
        all.put("map", ListFilters::map);
        all.put("select", arguments -> select(arguments, false, true));
        all.put("reject", arguments -> select(arguments, false, false));
        all.put("selectattr", arguments -> select(arguments, true, true));
        all.put("rejectattr", arguments -> select(arguments, true, false));
        all.put("groupby", ListFilters::groupBy);
        all.put("batch", ListFilters::batch);
        return all;
    }

    private static List<Value> items(Arguments arguments) {
        return Python.iterate(arguments.target());
    }

    /** Filters that map or select take anything false, None too, for an empty list. */
    private static List<Value> itemsOrNone(Arguments arguments) {
        return Python.truth(arguments.target()) ? items(arguments) : List.of();
    }

    private static Value edge(List<Value> values, boolean first) {
        if (values.isEmpty()) {
            return new Value.Undefined(first ? "first of an empty list" : "last of an empty list");
        }
        return first ? values.getFirst() : values.getLast();
    }

    private static Value reverse(Arguments arguments) {
        return arguments.target() instanceof Value.Str(var text)
                ? Value.of(new StringBuilder(text).reverse().toString())
                : Value.list(items(arguments).reversed());
    }

    private static Value folded(Value value, boolean caseSensitive) {
        return value instanceof Value.Str(var text) && !caseSensitive ? Value.of(text.toLowerCase(Locale.ROOT)) : value;
    }

    private static Value sort(Arguments arguments) {
        boolean caseSensitive = arguments.flag(2, "case_sensitive", false);
        Optional<Value> attribute = attribute(arguments, 3);
        Comparator<Value> order = (a, b) -> Comparing.order(
                folded(keyOf(a, attribute), caseSensitive),
                folded(keyOf(b, attribute), caseSensitive),
                arguments.evaluation());
        List<Value> sorted = new ArrayList<>(items(arguments));
        arguments.evaluation().step(sorted.size() * 4);
        sorted.sort(arguments.flag(1, "reverse", false) ? order.reversed() : order);
        return new Value.Items(sorted);
    }

    private static Optional<Value> attribute(Arguments arguments, int index) {
        return arguments.optional(index, "attribute").filter(value -> !(value instanceof Value.None));
    }

    private static Value keyOf(Value value, Optional<Value> attribute) {
        return attribute.map(name -> path(value, name)).orElse(value);
    }

    /** {@code a.b.0} from the value: each part an item or an attribute. */
    static Value path(Value value, Value attribute) {
        if (!(attribute instanceof Value.Str(var path))) {
            return Access.item(value, attribute);
        }
        Value current = value;
        for (String part : path.split("\\.", -1)) {
            Value key = part.matches("\\d{1,9}") ? Value.of(Long.parseLong(part)) : Value.of(part);
            current = Access.item(current, key);
        }
        return current;
    }

    private static Value unique(Arguments arguments) {
        boolean caseSensitive = arguments.flag(1, "case_sensitive", false);
        Optional<Value> attribute = attribute(arguments, 2);
        List<Value> seen = new ArrayList<>();
        List<Value> unique = new ArrayList<>();
        for (Value value : items(arguments)) {
            Value key = folded(keyOf(value, attribute), caseSensitive);
            arguments.evaluation().step(1 + seen.size() / 8);
            if (seen.stream().noneMatch(other -> Comparing.equal(other, key, arguments.evaluation()))) {
                seen.add(key);
                unique.add(value);
            }
        }
        return new Value.Items(unique);
    }

    private static Value sum(Arguments arguments) {
        Optional<Value> attribute = attribute(arguments, 1);
        Value sum = arguments.optional(2, "start").orElse(Value.of(0));
        for (Value value : items(arguments)) {
            sum = Arithmetic.apply(Expr.Operator.ADD, sum, keyOf(value, attribute), arguments.evaluation());
        }
        return sum;
    }

    private static List<Value> keyed(Arguments arguments) {
        Optional<Value> attribute = attribute(arguments, 2);
        return items(arguments).stream().map(value -> keyOf(value, attribute)).toList();
    }

    static Value extreme(List<Value> values, int sign, Arguments arguments) {
        if (values.isEmpty()) {
            throw ExpressionException.value(arguments.function() + "() of nothing");
        }
        Value best = values.getFirst();
        for (Value value : values) {
            best = sign * Comparing.order(value, best, arguments.evaluation()) > 0 ? value : best;
        }
        return best;
    }

    private static Value map(Arguments arguments) {
        Optional<Value> attribute = Optional.ofNullable(arguments.named().get("attribute"));
        List<Value> mapped = new ArrayList<>();
        for (Value value : itemsOrNone(arguments)) {
            if (attribute.isPresent()) {
                Value found = path(value, attribute.get());
                mapped.add(
                        found instanceof Value.Undefined
                                ? Optional.ofNullable(arguments.named().get("default"))
                                        .orElse(found)
                                : found);
            } else {
                mapped.add(filter(arguments, value));
            }
        }
        return new Value.Items(mapped);
    }

    private static Value filter(Arguments arguments, Value value) {
        String name = arguments.text(1, "filter");
        Builtin filter =
                Builtins.filter(name).orElseThrow(() -> ExpressionException.value("unknown filter '" + name + "'"));
        return filter.call(
                new Arguments(name, arguments.evaluation(), replaceHead(arguments, value, 2), arguments.named()));
    }

    private static List<Value> replaceHead(Arguments arguments, Value value, int dropped) {
        List<Value> all = new ArrayList<>(List.of(value));
        List<Value> positional = arguments.positional();
        all.addAll(positional.subList(Math.min(dropped, positional.size()), positional.size()));
        return all;
    }

    private static Value select(Arguments arguments, boolean byAttribute, boolean keep) {
        int testAt = byAttribute ? 2 : 1;
        List<Value> kept = new ArrayList<>();
        for (Value value : itemsOrNone(arguments)) {
            Value subject = byAttribute ? path(value, arguments.required(1, "attribute")) : value;
            if (passes(arguments, subject, testAt) == keep) {
                kept.add(value);
            }
        }
        return new Value.Items(kept);
    }

    private static boolean passes(Arguments arguments, Value subject, int testAt) {
        if (arguments.positional().size() <= testAt) {
            return Python.truth(subject);
        }
        String name = arguments.text(testAt, "test");
        Builtin test = Tests.test(name).orElseThrow(() -> ExpressionException.value("unknown test '" + name + "'"));
        return Python.truth(test.call(
                new Arguments(name, arguments.evaluation(), replaceHead(arguments, subject, testAt + 1), Map.of())));
    }

    private static Value groupBy(Arguments arguments) {
        Value attribute = arguments.required(1, "attribute");
        Map<Value, List<Value>> groups = new LinkedHashMap<>();
        for (Value value : items(arguments)) {
            groups.computeIfAbsent(Access.key(path(value, attribute)), key -> new ArrayList<>())
                    .add(value);
        }
        return Value.list(groups.entrySet().stream()
                .sorted((a, b) -> Comparing.order(a.getKey(), b.getKey(), arguments.evaluation()))
                .map(group -> new Value.Tuple(List.of(group.getKey(), new Value.Items(group.getValue()))))
                .toList());
    }

    private static Value batch(Arguments arguments) {
        int size = Math.max(1, arguments.integer(1, "linecount", 1));
        List<Value> values = items(arguments);
        List<Value> batches = new ArrayList<>();
        for (int i = 0; i < values.size(); i += size) {
            batches.add(Value.list(values.subList(i, Math.min(values.size(), i + size))));
        }
        return new Value.Items(batches);
    }
}
