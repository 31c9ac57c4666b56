package dev.ingest.connector.config;

import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The secrets in a configuration. */
public final class Secrets {
    private static final List<String> ALTERNATIVES = List.of("oneOf", "anyOf", "allOf");

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
        for (String alternatives : ALTERNATIVES) {
            if (schema.at(alternatives).orElse(Value.NONE) instanceof Value.Items(var several)) {
                several.forEach(alternative -> {
                    if (alternative instanceof Value.Dict inner) {
                        find(inner, config, found);
                    }
                });
            }
        }
    }

    /** The paths of what the specification marks as secret; an element of a list is as its list. */
    public static Set<List<String>> paths(Value.Dict schema) {
        Set<List<String>> paths = new HashSet<>();
        paths(schema, List.of(), paths);
        return Set.copyOf(paths);
    }

    private static void paths(Value.Dict schema, List<String> owner, Set<List<String>> found) {
        if (schema.at("airbyte_secret").filter(Python::truth).isPresent()) {
            found.add(owner);
            return;
        }
        if (schema.at("properties").orElse(Value.NONE) instanceof Value.Dict(var properties)) {
            properties.forEach((name, property) -> {
                if (property instanceof Value.Dict inner) {
                    List<String> path = new ArrayList<>(owner);
                    path.add(Python.str(name));
                    paths(inner, List.copyOf(path), found);
                }
            });
        }
        for (String alternatives : ALTERNATIVES) {
            if (schema.at(alternatives).orElse(Value.NONE) instanceof Value.Items(var several)) {
                several.forEach(alternative -> pathsOf(alternative, owner, found));
            }
        }
        pathsOf(schema.at("items").orElse(Value.NONE), owner, found);
    }

    private static void pathsOf(Value schema, List<String> owner, Set<List<String>> found) {
        if (schema instanceof Value.Dict inner) {
            paths(inner, owner, found);
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
