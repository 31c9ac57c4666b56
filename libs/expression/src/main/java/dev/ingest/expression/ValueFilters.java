package dev.ingest.expression;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Filters that convert: numbers, defaults, JSON. */
final class ValueFilters {
    private ValueFilters() {}

    static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        Builtins.add(
                all,
                "int value default? base?",
                arguments -> Numbers.intOr(
                        arguments.target(),
                        arguments.optional(1, "default").orElse(Value.of(0)),
                        arguments.optional(2, "base").orElse(Value.of(10))));
        Builtins.add(
                all,
                "float value default?",
                arguments -> Numbers.floatOr(
                        arguments.target(), arguments.optional(1, "default").orElse(new Value.Float(0))));
        Builtins.add(all, "abs value /", arguments -> abs(arguments.target()));
        Builtins.add(all, "round value precision? method?", ValueFilters::round);
        Builtins.add(all, "string value", ValueFilters::string);
        Builtins.add(all, "default value default_value? boolean?", ValueFilters::defaultTo);
        Builtins.add(all, "d value default_value? boolean?", ValueFilters::defaultTo);
        Builtins.add(all, "tojson value indent?", ValueFilters::toJson);
        Builtins.add(all, "attr obj name", ValueFilters::attribute);
        Builtins.add(all, "filesizeformat value binary?", ValueFilters::fileSize);
        Builtins.add(all, "pprint value", arguments -> Value.of(PrettyPrint.of(arguments.target())));
        return all;
    }

    private static Value abs(Value value) {
        return switch (value) {
            case Value.Delta(var exact) -> Deltas.of(exact.abs());
            case Value.Undefined undefined -> throw ExpressionException.type("bad operand type for abs()");
            case Value.Float(var number) -> new Value.Float(Math.abs(number));
            case Value other
            when Arithmetic.isInteger(other) ->
                new Value.Int(Arithmetic.integer(other).abs());
            case Value other ->
                throw ExpressionException.type("bad operand type for abs(): '" + Python.typeName(other) + "'");
        };
    }

    private static Value round(Arguments arguments) {
        String method = arguments.text(2, "method", "common");
        Value value = arguments.target();
        if (!List.of("common", "ceil", "floor").contains(method)) {
            throw ExpressionException.value("method must be common, ceil or floor");
        }
        Value precision = arguments.optional(1, "precision").orElse(Value.of(0));
        if (method.equals("common")) {
            return Numbers.round(value, Python.index(precision));
        }
        Value scale = NumberOperators.apply(Expr.Operator.POWER, Value.of(10), number(precision));
        Value scaled = NumberOperators.apply(Expr.Operator.MULTIPLY, number(value), scale);
        double real = Arithmetic.real(scaled);
        Value whole = new Value.Int(
                Numbers.toInt(new Value.Float(method.equals("ceil") ? Math.ceil(real) : Math.floor(real))));
        return NumberOperators.apply(Expr.Operator.DIVIDE, Arithmetic.isInteger(scaled) ? scaled : whole, scale);
    }

    private static Value number(Value value) {
        if (!Arithmetic.isNumber(value)) {
            throw value instanceof Value.Undefined(var path)
                    ? ExpressionException.undefined(path)
                    : ExpressionException.type("must be real number, not " + Python.typeName(value));
        }
        return value;
    }

    /** Text stays; anything else becomes JSON in triple quotes, so that coercion gives text back. */
    private static Value string(Arguments arguments) {
        Value value = arguments.target();
        return value instanceof Value.Str
                ? value
                : Value.of("\"\"\"" + JsonText.dumps(value, arguments.evaluation()) + "\"\"\"");
    }

    private static Value defaultTo(Arguments arguments) {
        Value value = arguments.target();
        boolean replace =
                value instanceof Value.Undefined || arguments.flag(2, "boolean", false) && !Python.truth(value);
        return replace ? arguments.optional(1, "default_value").orElse(Value.EMPTY) : value;
    }

    private static Value toJson(Arguments arguments) {
        Optional<String> indent = arguments
                .given(1, "indent")
                .map(value -> value instanceof Value.Str(var text)
                        ? text
                        : " ".repeat(Math.clamp(Python.index(value), 0, 100)));
        return Value.of(JsonText.sorted(arguments.target(), indent, arguments.evaluation())
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("'", "\\u0027"));
    }

    /** An attribute only: the entries of a dict are not found. */
    private static Value attribute(Arguments arguments) {
        String name = arguments.text(1, "name");
        if (arguments.target() instanceof Value.Undefined(var path)) {
            throw ExpressionException.undefined(path);
        }
        return Access.ownAttribute(arguments.target(), name).orElseGet(() -> new Value.Undefined(name));
    }

    private static Value fileSize(Arguments arguments) {
        double bytes = Numbers.floatOr(arguments.target(), Value.NONE) instanceof Value.Float(var number)
                ? number
                : notANumber(arguments.target());
        boolean binary = arguments.flag(1, "binary", false);
        int base = binary ? 1024 : 1000;
        if (bytes == 1) {
            return Value.of("1 Byte");
        }
        if (bytes < base) {
            return Value.of(Numbers.toInt(new Value.Float(bytes)) + " Bytes");
        }
        String units = binary ? "KMGTPEZY" : "kMGTPEZY";
        double unit = base;
        int i = 0;
        while (i < units.length() - 1 && bytes >= unit * base) {
            unit *= base;
            i++;
        }
        return Value.of(
                FloatText.fixed(base * bytes / (unit * base), 1) + " " + units.charAt(i) + (binary ? "iB" : "B"));
    }

    private static double notANumber(Value value) {
        throw value instanceof Value.Str
                ? ExpressionException.value("could not convert string to float")
                : ExpressionException.type("float() wants a string or a real number, not " + Python.typeName(value));
    }
}
