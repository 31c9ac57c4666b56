package dev.ingest.expression;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Attributes, items and slices. A missing one is {@link Value.Undefined}; anything of an undefined one is an error. */
final class Access {
    private Access() {}

    /** {@code target.name}: an attribute first, then an item, as Jinja looks. */
    static Value attribute(Value target, String name) {
        if (target instanceof Value.Dict dict) {
            return dictAttribute(dict, name);
        }
        return ownAttribute(target, name).orElseGet(() -> absent(target, name));
    }

    private static Value dictAttribute(Value.Dict dict, String name) {
        Optional<Function> method = Methods.of(dict, name);
        if (method.isPresent()) {
            return new Callable(method.get(), Optional.of(dict));
        }
        Value value = dict.entries().get(new Value.Str(name));
        return value != null ? value : new Value.Undefined(name);
    }

    private static Value absent(Value target, String name) {
        if (target instanceof Value.Undefined(var path)) {
            throw ExpressionException.undefined(path);
        }
        return new Value.Undefined(name);
    }

    /** What Python's {@code getattr} finds. */
    static Optional<Value> ownAttribute(Value target, String name) {
        Optional<Function> method = Methods.of(target, name);
        if (method.isPresent()) {
            return Optional.of(new Callable(method.get(), Optional.of(target)));
        }
        return switch (target) {
            case Value.DateTime moment -> Dates.part(moment, name);
            case Value.Date date -> Dates.part(date, name);
            case Value.Delta delta -> Deltas.part(delta, name);
            case Value.Period period -> Periods.part(period, name);
            case Value.Opaque opaque -> opaque.attribute(name);
            case Value other when Arithmetic.isNumber(other) -> Numbers.part(other, name);
            case Value other -> Optional.empty();
        };
    }

    /** {@code target[index]}: an item first, then an attribute. */
    static Value item(Value target, Value index) {
        if (target instanceof Value.Dict(var entries) && index instanceof Value.Str) {
            Value value = entries.get(index);
            if (value != null) {
                return value;
            }
        }
        if (target instanceof Value.Undefined(var path)) {
            throw ExpressionException.undefined(path);
        }
        return element(target, index)
                .or(() -> index instanceof Value.Str(var name) ? ownAttribute(target, name) : Optional.empty())
                .orElseGet(() -> new Value.Undefined(Python.str(index)));
    }

    private static Optional<Value> element(Value target, Value index) {
        return switch (target) {
            case Value.Dict(var entries) -> Dicts.isKey(index) ? Dicts.find(entries, index) : Optional.empty();
            case Value.Items(var values) -> element(values, index);
            case Value.Tuple(var values) -> element(values, index);
            case Value.Str(var text) -> character(text, index);
            case Value.Opaque opaque -> opaque.item(index);
            case Value other -> Optional.empty();
        };
    }

    private static Optional<Value> element(List<Value> values, Value index) {
        return position(index, values.size()).map(values::get);
    }

    private static Optional<Value> character(String text, Value index) {
        return position(index, text.codePointCount(0, text.length())).map(at -> {
            int start = text.offsetByCodePoints(0, at);
            return Value.of(Character.toString(text.codePointAt(start)));
        });
    }

    private static Optional<Integer> position(Value index, int size) {
        if (!Arithmetic.isInteger(index) || Arithmetic.integer(index).bitLength() > 31) {
            return Optional.empty();
        }
        long at = Arithmetic.integer(index).longValue();
        long position = at < 0 ? at + size : at;
        return position >= 0 && position < size ? Optional.of((int) position) : Optional.empty();
    }

    static Value call(Value target, Arguments arguments) {
        return switch (target) {
            case Value.Opaque opaque -> opaque.call(arguments);
            case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
            case Value other ->
                throw ExpressionException.type("'" + Python.typeName(other) + "' object is not callable");
        };
    }

    static Value slice(
            Value target, Optional<Value> from, Optional<Value> to, Optional<Value> step, Evaluation evaluation) {
        return switch (target) {
            case Value.Str text -> {
                StringBuilder sliced = new StringBuilder();
                slice(Python.iterate(text, evaluation), from, to, step).forEach(c -> sliced.append(Python.str(c)));
                yield Value.of(sliced.toString());
            }
            case Value.Items(var values) -> new Value.Items(slice(values, from, to, step));
            case Value.Tuple(var values) -> new Value.Tuple(slice(values, from, to, step));
            case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
            case Value other ->
                throw ExpressionException.type("'" + Python.typeName(other) + "' object is not subscriptable");
        };
    }

    private static List<Value> slice(
            List<Value> values, Optional<Value> from, Optional<Value> to, Optional<Value> step) {
        long by = step.map(Access::bound).orElse(1L);
        if (by == 0) {
            throw ExpressionException.value("slice step cannot be zero");
        }
        long size = values.size();
        long lowest = by > 0 ? 0 : -1;
        long highest = by > 0 ? size : size - 1;
        long start = from.map(i -> clamp(bound(i), size, lowest, highest)).orElse(by > 0 ? lowest : highest);
        long stop = to.map(i -> clamp(bound(i), size, lowest, highest)).orElse(by > 0 ? highest : lowest);
        List<Value> sliced = new ArrayList<>();
        for (long i = start; by > 0 ? i < stop : i > stop; i += by) {
            sliced.add(values.get((int) i));
        }
        return sliced;
    }

    /** Beyond any list's size the exact number does not matter. */
    private static long bound(Value bound) {
        if (!Arithmetic.isInteger(bound)) {
            throw ExpressionException.type("slice indices must be integers or None");
        }
        BigInteger index = Arithmetic.integer(bound);
        return index.bitLength() < 40 ? index.longValue() : index.signum() * (1L << 40);
    }

    private static long clamp(long index, long size, long lowest, long highest) {
        return Math.clamp(index < 0 ? index + size : index, lowest, highest);
    }
}
