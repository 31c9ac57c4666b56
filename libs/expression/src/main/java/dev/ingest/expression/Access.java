package dev.ingest.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Attributes, items and slices. A missing one is {@link Value.Undefined}; anything of an undefined one is an error. */
final class Access {
    private Access() {}

    static Value attribute(Value target, String name) {
        return switch (target) {
            case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
            case Value.Dict dict -> dict.at(name).orElseGet(() -> new Value.Undefined(name));
            case Value.Namespace(var attributes) -> missing(Optional.ofNullable(attributes.get(name)), name);
            case Value.DateTime moment -> missing(Dates.part(moment, name), name);
            case Value.Date(var date) ->
                missing(Dates.part(new Value.DateTime(date.atStartOfDay(), Optional.empty()), name), name);
            case Value.Delta delta -> missing(Deltas.part(delta, name), name);
            case Value other -> new Value.Undefined(name);
        };
    }

    private static Value missing(Optional<Value> found, String name) {
        return found.orElseGet(() -> new Value.Undefined(name));
    }

    static Value item(Value target, Value index) {
        return switch (target) {
            case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
            case Value.Dict(var entries) -> missing(Optional.ofNullable(entries.get(key(index))), Python.str(index));
            case Value.Items(var values) -> element(values, index);
            case Value.Tuple(var values) -> element(values, index);
            case Value.Str text when Arithmetic.isInteger(index) -> element(Python.iterate(text), index);
            case Value other -> attribute(other, Python.str(index));
        };
    }

    private static Value element(List<Value> values, Value index) {
        if (!Arithmetic.isInteger(index)) {
            return new Value.Undefined(Python.str(index));
        }
        long at = Python.index(index);
        long position = at < 0 ? at + values.size() : at;
        return position >= 0 && position < values.size()
                ? values.get((int) position)
                : new Value.Undefined("element " + at);
    }

    /** A value that can be a key: Python refuses those that can change. */
    static Value key(Value value) {
        return switch (value) {
            case Value.Items items -> throw ExpressionException.type("a list cannot be a key");
            case Value.Dict dict -> throw ExpressionException.type("a dict cannot be a key");
            case Value.Namespace namespace -> throw ExpressionException.type("a namespace cannot be a key");
            case Value.Tuple(var values) -> {
                // Hashing nested tuples can cost more than any limit counts, and no template needs them as keys.
                if (values.stream().anyMatch(element -> element instanceof Value.Tuple)) {
                    throw ExpressionException.type("a tuple of tuples cannot be a key");
                }
                values.forEach(Access::key);
                yield value;
            }
            case Value other -> other;
        };
    }

    static Value slice(Value target, Optional<Integer> from, Optional<Integer> to, Optional<Integer> step) {
        return switch (target) {
            case Value.Str text -> {
                StringBuilder sliced = new StringBuilder();
                slice(Python.iterate(text), from, to, step).forEach(c -> sliced.append(Python.str(c)));
                yield Value.of(sliced.toString());
            }
            case Value.Items(var values) -> new Value.Items(slice(values, from, to, step));
            case Value.Tuple(var values) -> new Value.Tuple(slice(values, from, to, step));
            case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
            case Value other -> throw ExpressionException.type(Python.typeName(other) + " cannot be sliced");
        };
    }

    private static List<Value> slice(
            List<Value> values, Optional<Integer> from, Optional<Integer> to, Optional<Integer> step) {
        long by = step.orElse(1);
        if (by == 0) {
            throw ExpressionException.value("slice step cannot be zero");
        }
        long size = values.size();
        long lowest = by > 0 ? 0 : -1;
        long highest = by > 0 ? size : size - 1;
        long start = from.map(i -> clamp(i, size, lowest, highest)).orElse(by > 0 ? lowest : highest);
        long stop = to.map(i -> clamp(i, size, lowest, highest)).orElse(by > 0 ? highest : lowest);
        List<Value> sliced = new ArrayList<>();
        for (long i = start; by > 0 ? i < stop : i > stop; i += by) {
            sliced.add(values.get((int) i));
        }
        return sliced;
    }

    private static long clamp(long index, long size, long lowest, long highest) {
        return Math.clamp(index < 0 ? index + size : index, lowest, highest);
    }
}
