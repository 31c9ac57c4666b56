package dev.ingest.connector.manifest;

import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives every component its type (where its place implies one) and its {@code $parameters}: they are set as fields
 * wherever a component has none, or one that Python counts as false.
 */
final class Parameters {
    static final String KEY = "$parameters";
    private static final String TYPE = "type";

    private Parameters() {}

    static Value.Dict propagate(Value.Dict manifest) {
        Map<Value, Value> source = new LinkedHashMap<>(manifest.entries());
        source.putIfAbsent(Value.of(TYPE), Value.of("DeclarativeSource"));
        return component("", new Value.Dict(source), Map.of());
    }

    private static Value.Dict component(String place, Value.Dict original, Map<String, Value> inherited) {
        Map<String, Value> fields = strings(original);
        DefaultTypes.of(place, fields.containsKey("class_name"))
                .ifPresent(type -> fields.putIfAbsent(TYPE, Value.of(type)));
        Map<String, Value> parameters = new LinkedHashMap<>(inherited);
        if (fields.remove(KEY) instanceof Value.Dict own) {
            parameters.putAll(strings(own));
        }
        if (isJsonSchema(fields)) {
            return Value.dict(fields);
        }
        if (!fields.containsKey(TYPE)) {
            return plainObject(place, fields, parameters);
        }
        parameters.forEach((name, value) -> {
            Value own = fields.get(name);
            fields.put(name, own != null && Python.truth(own) ? own : value);
        });
        descend(fields, parameters);
        if (!parameters.isEmpty()) {
            fields.put(KEY, Value.dict(parameters));
        }
        return Value.dict(fields);
    }

    private static void descend(Map<String, Value> fields, Map<String, Value> parameters) {
        String type = Python.str(Optional.ofNullable(fields.get(TYPE)).orElse(Value.EMPTY));
        fields.replaceAll((name, value) -> {
            String place = type + "." + name;
            return switch (value) {
                case Value.Dict dict -> component(place, dict, without(parameters, name));
                case Value.Items(var elements) -> list(place, elements, without(parameters, name));
                case Value other -> other;
            };
        });
    }

    /** A parameter of the field's own name would repeat for ever inside it. */
    private static Map<String, Value> without(Map<String, Value> parameters, String name) {
        Map<String, Value> rest = new LinkedHashMap<>(parameters);
        rest.remove(name);
        return rest;
    }

    private static Value list(String place, List<Value> elements, Map<String, Value> parameters) {
        List<Value> components = new ArrayList<>(elements.size());
        for (Value element : elements) {
            components.add(element instanceof Value.Dict dict ? component(place, dict, parameters) : element);
        }
        return new Value.Items(components);
    }

    /** An object that is no component may still hold some, one level down. */
    private static Value.Dict plainObject(String place, Map<String, Value> fields, Map<String, Value> parameters) {
        fields.replaceAll((name, value) -> value instanceof Value.Dict dict
                        && dict.at(TYPE).filter(Python::truth).isPresent()
                ? component(place, dict, parameters)
                : value);
        return Value.dict(fields);
    }

    private static boolean isJsonSchema(Map<String, Value> fields) {
        Value type = fields.get(TYPE);
        Value nullable = Value.list(List.of(Value.of("null"), Value.of("object")));
        return type != null && (type.equals(Value.of("object")) || type.equals(nullable));
    }

    private static Map<String, Value> strings(Value.Dict dict) {
        Map<String, Value> fields =
                LinkedHashMap.newLinkedHashMap(dict.entries().size());
        dict.entries().forEach((key, value) -> fields.put(Python.str(key), value));
        return fields;
    }
}
