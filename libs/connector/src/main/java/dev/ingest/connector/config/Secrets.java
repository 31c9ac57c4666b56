package dev.ingest.connector.config;

import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.List;
import java.util.function.Consumer;

/** The secrets in a configuration. */
public final class Secrets {
    private Secrets() {}

    /** Gives every value that the specification marks as secret, in alternatives ({@code oneOf}) too. */
    public static void find(Value.Dict schema, Value.Dict config, Consumer<String> found) {
        if (schema.at("properties").orElse(Value.NONE) instanceof Value.Dict(var properties)) {
            properties.forEach((name, property) -> {
                if (property instanceof Value.Dict dict) {
                    config.at(Python.str(name)).ifPresent(value -> inProperty(dict, value, found));
                }
            });
        }
        for (String alternatives : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.at(alternatives).orElse(Value.NONE) instanceof Value.Items(var several)) {
                several.forEach(alternative -> {
                    if (alternative instanceof Value.Dict inner) {
                        find(inner, config, found);
                    }
                });
            }
        }
    }

    private static void inProperty(Value.Dict property, Value value, Consumer<String> found) {
        if (property.at("airbyte_secret").filter(Python::truth).isPresent()) {
            leaves(value, found);
            return;
        }
        switch (value) {
            case Value.Dict inner -> find(property, inner, found);
            case Value.Items(var values) -> {
                if (property.at("items").orElse(Value.NONE) instanceof Value.Dict items) {
                    values.forEach(element -> inProperty(items, element, found));
                }
            }
            case Value other -> {}
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
