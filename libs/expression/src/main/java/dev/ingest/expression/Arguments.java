package dev.ingest.expression;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The evaluated arguments of one call, and what the call may use of its evaluation. */
record Arguments(String function, Evaluation evaluation, List<Value> positional, Map<String, Value> named) {

    Arguments with(String otherFunction, List<Value> otherPositional) {
        return new Arguments(otherFunction, evaluation, otherPositional, named);
    }

    Value required(int index, String name) {
        return optional(index, name)
                .orElseThrow(() -> ExpressionException.type(function + "() misses its argument '" + name + "'"));
    }

    Optional<Value> optional(int index, String name) {
        if (index < positional.size()) {
            return Optional.of(positional.get(index));
        }
        return Optional.ofNullable(named.get(name));
    }

    /** As {@link #optional}, with None for what is not given. */
    Optional<Value> given(int index, String name) {
        return optional(index, name).filter(value -> !(value instanceof Value.None));
    }

    List<Value> from(int index) {
        return positional.subList(Math.min(index, positional.size()), positional.size());
    }

    Value target() {
        return positional.isEmpty() ? required(0, "value") : positional.getFirst();
    }

    /** The target's elements. */
    List<Value> elements() {
        return Python.iterate(target(), evaluation);
    }

    /** A text; other values are a type error, as in Python. */
    String text(int index, String name) {
        return asText(required(index, name), name);
    }

    String text(int index, String name, String otherwise) {
        return optional(index, name).map(value -> asText(value, name)).orElse(otherwise);
    }

    private String asText(Value value, String name) {
        if (value instanceof Value.Str(var text)) {
            return text;
        }
        throw ExpressionException.type(function + "() wants a str for '" + name + "', not " + Python.typeName(value));
    }

    boolean flag(int index, String name, boolean otherwise) {
        return optional(index, name).map(Python::truth).orElse(otherwise);
    }

    int integer(int index, String name, int otherwise) {
        return optional(index, name).map(Python::index).orElse(otherwise);
    }
}
