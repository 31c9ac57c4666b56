package dev.ingest.expression;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The evaluated arguments of one call, and what the call may use of its evaluation. */
record Arguments(String function, Evaluation evaluation, List<Value> positional, Map<String, Value> named) {

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

    Value target() {
        return required(0, "value");
    }

    /** The target of a text method or filter; other values are a type error, as in Python. */
    String text(int index, String name) {
        return asText(required(index, name), name);
    }

    String text(int index, String name, String otherwise) {
        return optional(index, name).map(value -> asText(value, name)).orElse(otherwise);
    }

    private String asText(Value value, String name) {
        return switch (value) {
            case Value.Str(var text) -> text;
            case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
            case Value other ->
                throw ExpressionException.type(
                        function + "() wants text for '" + name + "', not " + Python.typeName(other));
        };
    }

    boolean flag(int index, String name, boolean otherwise) {
        return optional(index, name).map(Python::truth).orElse(otherwise);
    }

    int integer(int index, String name, int otherwise) {
        return optional(index, name).map(value -> Python.index(value)).orElse(otherwise);
    }

    void atMost(int count) {
        if (positional.size() > count) {
            throw ExpressionException.type(function + "() takes at most " + count + " arguments");
        }
    }
}
