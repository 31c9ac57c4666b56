package dev.ingest.connector;

import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Compares a configuration with the manifest's specification. */
final class ConfigCheck {
    private ConfigCheck() {}

    /** One sentence per problem: what is wrong, where, what was expected. Never a value, which may be secret. */
    static List<String> problems(Value.Dict schema, Value.Dict config) {
        List<String> problems = new ArrayList<>();
        check("config", schema, config, problems);
        return List.copyOf(problems);
    }

    private static void check(String path, Value.Dict schema, Value.Dict config, List<String> problems) {
        for (Value name : list(schema, "required")) {
            Optional<Value> given = config.at(Python.str(name)).filter(value -> !(value instanceof Value.None));
            if (given.isEmpty()) {
                problems.add(path + "." + Python.str(name) + ": is missing (expected " + expected(schema, name) + ")");
            }
        }
        forEachProperty(
                schema,
                (name, property) -> config.at(name)
                        .filter(value -> !(value instanceof Value.None))
                        .ifPresent(value -> checkValue(path + "." + name, property, value, problems)));
    }

    private static String expected(Value.Dict schema, Value name) {
        return property(schema, Python.str(name))
                .flatMap(property -> property.at("type"))
                .map(Python::str)
                .orElse("a value");
    }

    private static void checkValue(String path, Value.Dict property, Value value, List<String> problems) {
        String type = property.at("type").map(Python::str).orElse("");
        if (!fits(type, value)) {
            problems.add(path + ": has the wrong type (expected " + type + ")");
        } else if (value instanceof Value.Dict inner) {
            check(path, property, inner, problems);
        }
        List<Value> options = list(property, "enum");
        if (!options.isEmpty() && !options.contains(value)) {
            problems.add(path + ": is none of the allowed values (expected one of "
                    + options.stream().map(Python::str).toList() + ")");
        }
    }

    private static boolean fits(String type, Value value) {
        return switch (type) {
            case "string" -> value instanceof Value.Str;
            case "integer" -> value instanceof Value.Int;
            case "number" -> value instanceof Value.Int || value instanceof Value.Float;
            case "boolean" -> value instanceof Value.Bool;
            case "array" -> value instanceof Value.Items;
            case "object" -> value instanceof Value.Dict;
            default -> true;
        };
    }

    private static List<Value> list(Value.Dict schema, String name) {
        return schema.at(name).orElse(Value.NONE) instanceof Value.Items(var values) ? values : List.of();
    }

    private static Optional<Value.Dict> property(Value.Dict schema, String name) {
        return schema.at("properties")
                .flatMap(properties -> properties instanceof Value.Dict dict ? dict.at(name) : Optional.empty())
                .flatMap(found -> found instanceof Value.Dict dict ? Optional.of(dict) : Optional.empty());
    }

    private static void forEachProperty(Value.Dict schema, BiConsumer<String, Value.Dict> visitor) {
        if (schema.at("properties").orElse(Value.NONE) instanceof Value.Dict(var entries)) {
            entries.forEach((name, property) -> {
                if (property instanceof Value.Dict dict) {
                    visitor.accept(Python.str(name), dict);
                }
            });
        }
    }

    /** Every value that the specification marks as secret, in alternatives ({@code oneOf}) too. */
    static void secrets(Value.Dict schema, Value.Dict config, Consumer<String> found) {
        forEachProperty(
                schema,
                (name, property) -> config.at(name).ifPresent(value -> {
                    if (property.at("airbyte_secret").filter(Python::truth).isPresent()) {
                        leaves(value, found);
                    } else if (value instanceof Value.Dict inner) {
                        secrets(property, inner, found);
                    }
                }));
        for (String alternatives : List.of("oneOf", "anyOf", "allOf")) {
            for (Value alternative : list(schema, alternatives)) {
                if (alternative instanceof Value.Dict inner) {
                    secrets(inner, config, found);
                }
            }
        }
    }

    private static void leaves(Value value, Consumer<String> found) {
        switch (value) {
            case Value.Dict(var entries) -> entries.values().forEach(inner -> leaves(inner, found));
            case Value.Items(var values) -> values.forEach(inner -> leaves(inner, found));
            case Value other -> found.accept(Python.str(other));
        }
    }
}
