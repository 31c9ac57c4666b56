package dev.ingest.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Python value. Templates were written against Python's semantics (truth, equality, {@code str}), so the values are
 * Python's, not Java's: integers are unbounded, {@code None} is a value, an absent name is {@link Undefined}.
 */
public sealed interface Value {
    Value NONE = new None();
    Bool TRUE = new Bool(true);
    Bool FALSE = new Bool(false);
    Str EMPTY = new Str("");

    /** What a missing key or attribute yields; {@code path} names it in errors. */
    record Undefined(String path) implements Value {}

    record None() implements Value {}

    record Bool(boolean value) implements Value {}

    record Int(BigInteger value) implements Value {}

    record Float(double value) implements Value {}

    record Str(String value) implements Value {}

    /** Mutable, as in Python: {@code append} and {@code update} change it. */
    record Items(List<Value> values) implements Value {}

    record Tuple(List<Value> values) implements Value {}

    /** Mutable, in insertion order. */
    record Dict(Map<Value, Value> entries) implements Value {
        /** The value under a text key. */
        public Optional<Value> at(String key) {
            return Optional.ofNullable(entries.get(new Str(key)));
        }
    }

    /** A point on the wall clock; without an offset it is what Python calls naive. */
    record DateTime(LocalDateTime local, Optional<ZoneOffset> offset) implements Value {}

    record Date(LocalDate value) implements Value {}

    /** Python's {@code timedelta}, in microseconds. */
    record Delta(Duration exact) implements Value {}

    /** isodate's {@code Duration}: a calendar part, which has no fixed length, beside an exact one. */
    record Period(BigDecimal years, BigDecimal months, Duration exact) implements Value {}

    /** What lives only while a template is evaluated: functions, views of a dict, generators, a loop's state. */
    non-sealed interface Opaque extends Value {
        /** Python's name of the type, for errors. */
        String typeName();

        /** What Python's {@code repr} prints, without memory addresses. */
        String repr();

        default Optional<Value> attribute(String name) {
            return Optional.empty();
        }

        default Optional<Value> item(Value key) {
            return Optional.empty();
        }

        /** What iterating gives; a generator gives its elements only once. */
        default Optional<List<Value>> elements() {
            return Optional.empty();
        }

        /** Empty where Python's {@code len} is a type error. */
        default Optional<Integer> length() {
            return Optional.empty();
        }

        default boolean truth() {
            return length().map(length -> length > 0).orElse(true);
        }

        default boolean callable() {
            return false;
        }

        default Value call(Arguments arguments) {
            throw ExpressionException.type("'" + typeName() + "' object is not callable");
        }
    }

    static Str of(String text) {
        return text.isEmpty() ? EMPTY : new Str(text);
    }

    static Bool of(boolean value) {
        return value ? TRUE : FALSE;
    }

    static Int of(long value) {
        return new Int(BigInteger.valueOf(value));
    }

    static Items list(List<? extends Value> values) {
        return new Items(new ArrayList<>(values));
    }

    static Dict dict(Map<String, ? extends Value> values) {
        Map<Value, Value> entries = LinkedHashMap.newLinkedHashMap(values.size());
        values.forEach((key, value) -> entries.put(new Str(key), value));
        return new Dict(entries);
    }

    static Dict emptyDict() {
        return new Dict(new LinkedHashMap<>());
    }
}
