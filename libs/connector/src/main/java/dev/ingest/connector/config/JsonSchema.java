package dev.ingest.connector.config;

import dev.ingest.expression.BoundedRegex;
import dev.ingest.expression.ExpressionException;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * Compares a value with a JSON schema: types, required and additional properties, items, enumerations, bounds, patterns
 * and combinations, which are what specifications use. Formats and references are not compared.
 */
public final class JsonSchema {
    private final List<String> problems = new ArrayList<>();

    private JsonSchema() {}

    /** One sentence per problem: where, what is wrong, what was expected. Never a value, which may be secret. */
    public static List<String> problems(String path, Value.Dict schema, Value value) {
        JsonSchema check = new JsonSchema();
        check.check(path, schema, value);
        return List.copyOf(check.problems);
    }

    private void add(String path, String problem) {
        problems.add(path + ": " + problem);
    }

    private void check(String path, Value.Dict schema, Value value) {
        List<String> types = types(schema);
        if (!types.isEmpty() && types.stream().noneMatch(type -> fits(type, value))) {
            add(path, "has the wrong type (expected " + String.join(" or ", types) + ")");
            return;
        }
        checkOptions(path, schema, value);
        switch (value) {
            case Value.Dict dict -> checkObject(path, schema, dict);
            case Value.Items(var values) -> checkList(path, schema, values);
            case Value.Str(var text) -> checkText(path, schema, text);
            case Value.Int(var number) -> checkNumber(path, schema, number.doubleValue());
            case Value.Float(var number) -> checkNumber(path, schema, number);
            case Value other -> {}
        }
        checkCombinations(path, schema, value);
    }

    private static List<String> types(Value.Dict schema) {
        return switch (schema.at("type").orElse(Value.NONE)) {
            case Value.Str(var type) -> List.of(type);
            case Value.Items(var several) -> several.stream().map(Python::str).toList();
            case Value other -> List.of();
        };
    }

    private static boolean fits(String type, Value value) {
        return switch (type) {
            case "string" -> value instanceof Value.Str;
            case "integer" ->
                value instanceof Value.Int
                        || value instanceof Value.Float(double number) && number == Math.rint(number);
            case "number" -> value instanceof Value.Int || value instanceof Value.Float;
            case "boolean" -> value instanceof Value.Bool;
            case "array" -> value instanceof Value.Items;
            case "object" -> value instanceof Value.Dict;
            case "null" -> value instanceof Value.None;
            default -> true;
        };
    }

    private void checkOptions(String path, Value.Dict schema, Value value) {
        List<Value> options = list(schema, "enum");
        if (!options.isEmpty() && !options.contains(value)) {
            add(
                    path,
                    "is none of the allowed values (expected one of "
                            + options.stream().map(Python::str).toList() + ")");
        }
        schema.at("const")
                .filter(only -> !only.equals(value))
                .ifPresent(only -> add(path, "is not the one allowed value (expected " + Python.str(only) + ")"));
    }

    /** A null in the place of an optional property counts as absent. */
    private void checkObject(String path, Value.Dict schema, Value.Dict object) {
        for (Value name : list(schema, "required")) {
            if (object.at(Python.str(name))
                    .filter(value -> !(value instanceof Value.None))
                    .isEmpty()) {
                add(path + "." + Python.str(name), "is missing (expected " + expected(schema, Python.str(name)) + ")");
            }
        }
        boolean closed =
                schema.at("additionalProperties").filter(Value.FALSE::equals).isPresent();
        object.entries().forEach((key, value) -> {
            String name = Python.str(key);
            Optional<Value.Dict> property = property(schema, name);
            if (property.isEmpty() && closed) {
                add(path + "." + name, "is not a property of the specification (expected none of this name)");
            } else if (property.isPresent() && !(value instanceof Value.None)) {
                check(path + "." + name, property.get(), value);
            }
        });
    }

    private static String expected(Value.Dict schema, String name) {
        return property(schema, name)
                .map(JsonSchema::types)
                .filter(types -> !types.isEmpty())
                .map(types -> String.join(" or ", types))
                .orElse("a value");
    }

    private void checkList(String path, Value.Dict schema, List<Value> values) {
        bound(path, schema, "minItems", values.size(), "items");
        bound(path, schema, "maxItems", values.size(), "items");
        if (schema.at("items").orElse(Value.NONE) instanceof Value.Dict items) {
            for (int i = 0; i < values.size(); i++) {
                check(path + "[" + i + "]", items, values.get(i));
            }
        }
    }

    private void checkText(String path, Value.Dict schema, String text) {
        bound(path, schema, "minLength", text.codePointCount(0, text.length()), "characters");
        bound(path, schema, "maxLength", text.codePointCount(0, text.length()), "characters");
        Optional<String> pattern = schema.at("pattern").map(Python::str);
        try {
            if (pattern.isPresent() && !finds(pattern.get(), text)) {
                add(path, "does not match the pattern (expected " + pattern.get() + ")");
            }
        } catch (ExpressionException endless) {
            add(path, "cannot be compared with its pattern: " + endless.getMessage());
        }
    }

    /** A pattern in a dialect that Java does not have decides nothing. */
    private static boolean finds(String pattern, String text) {
        try {
            return BoundedRegex.java(pattern).isIn(text);
        } catch (PatternSyntaxException foreign) {
            return true;
        }
    }

    private void checkNumber(String path, Value.Dict schema, double number) {
        bound(path, schema, "minimum", number, "");
        bound(path, schema, "maximum", number, "");
    }

    private void bound(String path, Value.Dict schema, String keyword, double actual, String unit) {
        Optional<Double> limit = schema.at(keyword).flatMap(JsonSchema::number);
        boolean isLeast = keyword.startsWith("min");
        if (limit.isPresent() && (isLeast ? actual < limit.get() : actual > limit.get())) {
            String expected = Python.str(schema.at(keyword).orElseThrow()) + (unit.isEmpty() ? "" : " " + unit);
            add(path, "is out of bounds (expected at " + (isLeast ? "least " : "most ") + expected + ")");
        }
    }

    private static Optional<Double> number(Value value) {
        return switch (value) {
            case Value.Int(var number) -> Optional.of(number.doubleValue());
            case Value.Float(var number) -> Optional.of(number);
            case Value other -> Optional.empty();
        };
    }

    private void checkCombinations(String path, Value.Dict schema, Value value) {
        schemas(schema, "allOf").forEach(each -> check(path, each, value));
        for (String keyword : List.of("oneOf", "anyOf")) {
            List<Value.Dict> alternatives = schemas(schema, keyword);
            if (alternatives.isEmpty()) {
                continue;
            }
            List<List<String>> outcomes = meant(alternatives, value).stream()
                    .map(each -> problems(path, each, value))
                    .toList();
            if (outcomes.stream().noneMatch(List::isEmpty)) {
                problems.addAll(nearest(outcomes));
            }
        }
        if (schema.at("not").orElse(Value.NONE) instanceof Value.Dict not
                && problems(path, not, value).isEmpty()) {
            add(path, "is what it must not be (expected anything that does not fit 'not')");
        }
    }

    /** Without those that a constant property rules out, where that leaves any: it is what tells alternatives apart. */
    private static List<Value.Dict> meant(List<Value.Dict> alternatives, Value value) {
        List<Value.Dict> meant =
                alternatives.stream().filter(each -> !isRuledOut(each, value)).toList();
        return meant.isEmpty() ? alternatives : meant;
    }

    private static boolean isRuledOut(Value.Dict alternative, Value value) {
        return value instanceof Value.Dict object
                && object.entries().entrySet().stream()
                        .anyMatch(entry -> property(alternative, Python.str(entry.getKey()))
                                .flatMap(property -> property.at("const"))
                                .filter(only -> !only.equals(entry.getValue()))
                                .isPresent());
    }

    /** Of several alternatives, the one with the fewest problems is most likely the one that was meant. */
    private static List<String> nearest(List<List<String>> outcomes) {
        return outcomes.stream()
                .min(java.util.Comparator.comparingInt(List::size))
                .orElse(List.of());
    }

    private static List<Value.Dict> schemas(Value.Dict schema, String keyword) {
        return list(schema, keyword).stream()
                .filter(Value.Dict.class::isInstance)
                .map(Value.Dict.class::cast)
                .toList();
    }

    private static List<Value> list(Value.Dict schema, String name) {
        return schema.at(name).orElse(Value.NONE) instanceof Value.Items(var values) ? values : List.of();
    }

    private static Optional<Value.Dict> property(Value.Dict schema, String name) {
        return schema.at("properties")
                .flatMap(properties -> properties instanceof Value.Dict dict ? dict.at(name) : Optional.empty())
                .flatMap(found -> found instanceof Value.Dict dict ? Optional.of(dict) : Optional.empty());
    }
}
