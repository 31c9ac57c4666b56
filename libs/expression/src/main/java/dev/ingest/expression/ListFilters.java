package dev.ingest.expression;

import dev.ingest.expression.Sorting.Keyed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Filters over lists, but those that select ({@link SelectFilters}). */
final class ListFilters {
    private ListFilters() {}

    static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        Builtins.add(all, "list value", arguments -> Value.list(arguments.elements()));
        Builtins.add(all, "length value /", arguments -> Value.of(Python.length(arguments.target())));
        Builtins.add(all, "count value /", arguments -> Value.of(Python.length(arguments.target())));
        Builtins.add(all, "first seq", ListFilters::first);
        Builtins.add(all, "last seq", ListFilters::last);
        Builtins.add(all, "random seq", ListFilters::random);
        Builtins.add(all, "reverse value", ListFilters::reverse);
        Builtins.add(all, "sort value reverse? case_sensitive? attribute?", ListFilters::sort);
        Builtins.add(all, "unique value case_sensitive? attribute?", ListFilters::unique);
        Builtins.add(all, "sum iterable attribute? start?", ListFilters::sum);
        Builtins.add(all, "max value case_sensitive? attribute?", arguments -> extreme(arguments, 1));
        Builtins.add(all, "min value case_sensitive? attribute?", arguments -> extreme(arguments, -1));
        Builtins.add(all, "groupby value attribute default? case_sensitive?", ListFilters::groupBy);
        Builtins.add(all, "batch value linecount fill_with?", ListFilters::batch);
        Builtins.add(all, "slice value slices fill_with?", ListFilters::slice);
        Builtins.add(all, "items value", ListFilters::items);
        Builtins.add(all, "dictsort value case_sensitive? by? reverse?", ListFilters::dictSort);
        return all;
    }

    private static Value first(Arguments arguments) {
        if (arguments.target() instanceof Generated generated) {
            return generated.next().orElseGet(() -> new Value.Undefined("first of an empty sequence"));
        }
        List<Value> values = arguments.elements();
        return values.isEmpty() ? new Value.Undefined("first of an empty sequence") : values.getFirst();
    }

    private static Value last(Arguments arguments) {
        if (arguments.target() instanceof Generated) {
            throw ExpressionException.type("'generator' object is not reversible");
        }
        List<Value> values = arguments.elements();
        return values.isEmpty() ? new Value.Undefined("last of an empty sequence") : values.getLast();
    }

    private static Value random(Arguments arguments) {
        List<Value> values = arguments.elements();
        return values.isEmpty()
                ? new Value.Undefined("random of an empty sequence")
                : values.get(ThreadLocalRandom.current().nextInt(values.size()));
    }

    private static Value reverse(Arguments arguments) {
        if (arguments.target() instanceof Value.Str(var text)) {
            return Value.of(new StringBuilder(text).reverse().toString());
        }
        if (!Python.isIterable(arguments.target())) {
            throw ExpressionException.value("argument must be iterable");
        }
        return new Generated(arguments.elements().reversed());
    }

    private static Value folded(Value value, boolean caseSensitive) {
        return value instanceof Value.Str(var text) && !caseSensitive ? Value.of(text.toLowerCase(Locale.ROOT)) : value;
    }

    private static Value key(Value value, Attributes path, boolean caseSensitive, Arguments arguments) {
        return folded(path.of(value, arguments.evaluation()), caseSensitive);
    }

    private static Attributes path(Arguments arguments, int index) {
        return Attributes.of(arguments.optional(index, "attribute").orElse(Value.NONE));
    }

    private static Value sort(Arguments arguments) {
        boolean caseSensitive = arguments.flag(2, "case_sensitive", false);
        List<Attributes> paths =
                Attributes.several(arguments.optional(3, "attribute").orElse(Value.NONE));
        List<Keyed> keyed = new ArrayList<>();
        for (Value value : arguments.elements()) {
            List<Value> keys = new ArrayList<>();
            paths.forEach(path -> keys.add(key(value, path, caseSensitive, arguments)));
            keyed.add(new Keyed(new Value.Items(keys), value));
        }
        return new Value.Items(
                Sorting.values(Sorting.keyed(keyed, arguments.flag(1, "reverse", false), arguments.evaluation())));
    }

    private static Value unique(Arguments arguments) {
        boolean caseSensitive = arguments.flag(1, "case_sensitive", false);
        Attributes path = path(arguments, 2);
        Set<Value> seen = new HashSet<>();
        List<Value> unique = new ArrayList<>();
        for (Value value : arguments.elements()) {
            Value key = Dicts.key(key(value, path, caseSensitive, arguments));
            if (seen.add(Dicts.canonical(key))) {
                unique.add(value);
            }
        }
        return new Generated(unique);
    }

    private static Value sum(Arguments arguments) {
        Attributes path = path(arguments, 1);
        Value sum = arguments.optional(2, "start").orElse(Value.of(0));
        if (sum instanceof Value.Str) {
            throw ExpressionException.type("sum() can't sum strings [use ''.join(seq) instead]");
        }
        for (Value value : arguments.elements()) {
            Value part = path.of(value, arguments.evaluation());
            sum = Arithmetic.apply(Expr.Operator.ADD, sum, part, arguments.evaluation());
        }
        return sum;
    }

    private static Value extreme(Arguments arguments, int sign) {
        List<Value> values = arguments.elements();
        if (values.isEmpty()) {
            return new Value.Undefined("aggregated item of an empty sequence");
        }
        boolean caseSensitive = arguments.flag(1, "case_sensitive", false);
        Attributes path = path(arguments, 2);
        List<Value> keys = new ArrayList<>();
        values.forEach(value -> keys.add(key(value, path, caseSensitive, arguments)));
        return Functions.extreme(values, keys, sign, arguments.evaluation());
    }

    private static Value groupBy(Arguments arguments) {
        Attributes path = Attributes.of(arguments.required(1, "attribute")).orElse(arguments.optional(2, "default"));
        boolean caseSensitive = arguments.flag(3, "case_sensitive", false);
        List<Keyed> keyed = new ArrayList<>();
        arguments.elements().forEach(value -> keyed.add(new Keyed(key(value, path, caseSensitive, arguments), value)));
        List<Value> groups = new ArrayList<>();
        List<Value> group = new ArrayList<>();
        Optional<Value> present = Optional.empty();
        for (Keyed next : Sorting.keyed(keyed, false, arguments.evaluation())) {
            boolean same = present.isPresent() && Comparing.equal(present.get(), next.key(), arguments.evaluation());
            if (!same) {
                group = new ArrayList<>();
                // The group's own name keeps the case of its first value.
                Value name = path.of(next.value(), arguments.evaluation());
                groups.add(new Group(name, new Value.Items(group)));
                present = Optional.of(next.key());
            }
            group.add(next.value());
        }
        return new Value.Items(groups);
    }

    private static Value batch(Arguments arguments) {
        int size = Python.index(arguments.required(1, "linecount"));
        Optional<Value> fill = arguments.given(2, "fill_with");
        List<Value> batches = new ArrayList<>();
        List<Value> batch = new ArrayList<>();
        for (Value value : arguments.elements()) {
            if (batch.size() == size) {
                batches.add(new Value.Items(batch));
                batch = new ArrayList<>();
            }
            batch.add(value);
        }
        if (!batch.isEmpty()) {
            if (fill.isPresent() && batch.size() < size) {
                arguments.evaluation().reserve(size);
                batch.addAll(Collections.nCopies(size - batch.size(), fill.get()));
            }
            batches.add(new Value.Items(batch));
        }
        return new Generated(batches);
    }

    private static Value slice(Arguments arguments) {
        int slices = Python.index(arguments.required(1, "slices"));
        Optional<Value> fill = arguments.given(2, "fill_with");
        List<Value> values = arguments.elements();
        if (slices == 0) {
            throw ExpressionException.value("integer division or modulo by zero");
        }
        arguments.evaluation().reserve(slices);
        int each = Math.floorDiv(values.size(), slices);
        int extra = Math.floorMod(values.size(), slices);
        List<Value> parts = new ArrayList<>();
        int offset = 0;
        for (int i = 0; i < slices; i++) {
            int start = offset + i * each;
            offset += i < extra ? 1 : 0;
            List<Value> part = new ArrayList<>(values.subList(start, offset + (i + 1) * each));
            if (i >= extra) {
                fill.ifPresent(part::add);
            }
            parts.add(new Value.Items(part));
        }
        return new Generated(parts);
    }

    private static Value items(Arguments arguments) {
        return switch (arguments.target()) {
            case Value.Dict(var entries) ->
                new Generated(new View(View.Kind.ITEMS, entries).elements().orElseThrow());
            case Value.Undefined undefined -> new Generated(List.of());
            case Value other -> throw ExpressionException.type("Can only get item pairs from a mapping.");
        };
    }

    private static Value dictSort(Arguments arguments) {
        String by = arguments.text(2, "by", "key");
        if (!by.equals("key") && !by.equals("value")) {
            throw ExpressionException.value("You can only sort by either \"key\" or \"value\"");
        }
        if (!(arguments.target() instanceof Value.Dict(var entries))) {
            throw arguments.target() instanceof Value.Undefined(var path)
                    ? ExpressionException.undefined(path)
                    : ExpressionException.value("dictsort wants a dict, not " + Python.typeName(arguments.target()));
        }
        boolean caseSensitive = arguments.flag(1, "case_sensitive", false);
        List<Keyed> keyed = new ArrayList<>();
        entries.forEach((key, value) -> keyed.add(new Keyed(
                folded(by.equals("key") ? key : value, caseSensitive), new Value.Tuple(List.of(key, value)))));
        return new Value.Items(
                Sorting.values(Sorting.keyed(keyed, arguments.flag(3, "reverse", false), arguments.evaluation())));
    }
}
