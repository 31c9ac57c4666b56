package dev.ingest.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Filters that convert: numbers, defaults, dicts, JSON. */
final class ValueFilters {
    private ValueFilters() {}

    static Map<String, Builtin> all() {
        Map<String, Builtin> all = new HashMap<>();
        all.put(
                "int",
                arguments -> Numbers.intOr(
                        arguments.target(), arguments.optional(1, "default").orElse(Value.of(0))));
        all.put(
                "float",
                arguments -> Numbers.floatOr(
                        arguments.target(), arguments.optional(1, "default").orElse(new Value.Float(0))));
        all.put("abs", arguments -> abs(arguments.target()));
        all.put(
                "round",
                arguments -> Numbers.round(
                        arguments.target(),
                        arguments.integer(1, "precision", 0),
                        arguments.text(2, "method", "common")));
        all.put("string", ValueFilters::string);
        all.put("default", ValueFilters::defaultTo);
        all.put("d", ValueFilters::defaultTo);
        all.put("tojson", arguments -> Value.of(htmlSafe(JsonText.dumps(arguments.target()))));
        all.put("items", arguments -> Value.list(DictMethods.items(arguments.target())));
        all.put("dictsort", ValueFilters::dictSort);
        all.put("attr", arguments -> Access.attribute(arguments.target(), arguments.text(1, "name")));
        return all;
    }

    private static Value abs(Value value) {
        boolean negative =
                Arithmetic.exact(value).map(number -> number.signum() < 0).orElse(false);
        return Arithmetic.sign(negative, value);
    }

    /** Text stays; anything else becomes JSON in triple quotes, so that coercion gives text back. */
    private static Value string(Arguments arguments) {
        return switch (arguments.target()) {
            case Value.Str text -> text;
            case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
            case Value other -> Value.of("\"\"\"" + JsonText.dumps(other) + "\"\"\"");
        };
    }

    private static Value defaultTo(Arguments arguments) {
        Value value = arguments.target();
        boolean replace =
                value instanceof Value.Undefined || arguments.flag(2, "boolean", false) && !Python.truth(value);
        return replace ? arguments.optional(1, "default_value").orElse(Value.EMPTY) : value;
    }

    private static String htmlSafe(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("'", "\\u0027");
    }

    private static Value dictSort(Arguments arguments) {
        List<Value> sorted = new ArrayList<>(DictMethods.items(arguments.target()));
        sorted.sort((a, b) ->
                Comparing.order(Access.item(a, Value.of(0)), Access.item(b, Value.of(0)), arguments.evaluation()));
        return new Value.Items(sorted);
    }
}
