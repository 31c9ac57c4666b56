package dev.ingest.expression;

import java.util.Map;
import java.util.Optional;

/** Keys of dicts: what may be one, and that {@code 1}, {@code 1.0} and {@code True} are the same one. */
final class Dicts {
    private Dicts() {}

    /** Python refuses as a key what can change. */
    static boolean isKey(Value value) {
        return switch (value) {
            case Value.Items items -> false;
            case Value.Dict dict -> false;
            // Hashing nested tuples can cost more than any limit counts, and no template needs them as keys.
            case Value.Tuple(var values) ->
                values.stream().allMatch(element -> !(element instanceof Value.Tuple) && isKey(element));
            case Value.Opaque opaque -> !(opaque instanceof View) && !(opaque instanceof NamespaceObject);
            case Value other -> true;
        };
    }

    static Value key(Value value) {
        if (!isKey(value)) {
            throw ExpressionException.type("unhashable type: '" + Python.typeName(value) + "'");
        }
        return value;
    }

    static Optional<Value> find(Map<Value, Value> entries, Value key) {
        Value value = entries.get(key);
        if (value != null || !Arithmetic.isNumber(key)) {
            return Optional.ofNullable(value);
        }
        return equalKey(entries, key).map(entries::get);
    }

    /** The same value for keys that are equal. */
    static Value canonical(Value key) {
        if (key instanceof Value.Bool || key instanceof Value.Float(var number) && Math.rint(number) == number) {
            return Arithmetic.isInteger(key) || Double.isFinite(Arithmetic.real(key))
                    ? new Value.Int(Numbers.toInt(key))
                    : key;
        }
        return key instanceof Value.Undefined ? new Value.Undefined("") : key;
    }

    private static Optional<Value> equalKey(Map<Value, Value> entries, Value key) {
        return entries.keySet().stream()
                .filter(other -> Arithmetic.isNumber(other) && Comparing.compareNumbers(other, key) == 0)
                .findFirst();
    }

    /** The first of equal keys stays, the last value counts. */
    static void put(Map<Value, Value> entries, Value key, Value value) {
        Value own = key(key);
        Value present = Arithmetic.isNumber(own) ? equalKey(entries, own).orElse(own) : own;
        entries.put(present, value);
    }
}
