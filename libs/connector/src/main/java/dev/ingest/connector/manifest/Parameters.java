package dev.ingest.connector.manifest;

import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        return component("", new Value.Dict(source), Map.of(), false);
    }

    /**
     * Once more, for a component whose fields were changed since.
     *
     * @param outerWin whether a component's own parameters yield to those around it
     */
    static Value.Dict again(Value.Dict component, boolean outerWin) {
        return component("", component, Map.of(), outerWin);
    }

    private static Value.Dict component(
            String place, Value.Dict original, Map<String, Value> inherited, boolean outerWin) {
        Map<String, Value> fields = strings(original);
        DefaultTypes.of(place, fields.containsKey("class_name"))
                .ifPresent(type -> fields.putIfAbsent(TYPE, Value.of(type)));
        Map<String, Value> parameters = parameters(fields.remove(KEY), inherited, outerWin);
        if (isJsonSchema(fields)) {
            return Value.dict(fields);
        }
        if (!fields.containsKey(TYPE)) {
            return plainObject(place, fields, parameters, outerWin);
        }
        parameters.forEach((name, value) -> {
            Value own = fields.get(name);
            fields.put(name, own != null && Python.truth(own) ? own : value);
        });
        descend(fields, parameters, outerWin);
        if (!parameters.isEmpty()) {
            fields.put(KEY, Value.dict(parameters));
        }
        return Value.dict(fields);
    }

    private static Map<String, Value> parameters(@Nullable Value own, Map<String, Value> inherited, boolean outerWin) {
        Map<String, Value> parameters = new LinkedHashMap<>(inherited);
        if (own instanceof Value.Dict declared) {
            strings(declared).forEach((name, value) -> {
                if (!outerWin || !inherited.containsKey(name)) {
                    parameters.put(name, value);
                }
            });
        }
        return parameters;
    }

    private static void descend(Map<String, Value> fields, Map<String, Value> parameters, boolean outerWin) {
        String type = Python.str(Optional.ofNullable(fields.get(TYPE)).orElse(Value.EMPTY));
        fields.replaceAll((name, value) -> {
            if (!(value instanceof Value.Dict) && !(value instanceof Value.Items)) {
                return value;
            }
            // A parameter of the field's own name would repeat for ever inside it.
            Value excluded = parameters.remove(name);
            Value inner = inside(type + "." + name, value, parameters, outerWin);
            // The language forgets it here for good where Python counts it as false.
            if (excluded != null && Python.truth(excluded)) {
                parameters.put(name, excluded);
            }
            return inner;
        });
    }

    private static Value inside(String place, Value value, Map<String, Value> parameters, boolean outerWin) {
        return switch (value) {
            case Value.Dict dict -> component(place, dict, parameters, outerWin);
            case Value.Items(var elements) ->
                Value.list(elements.stream()
                        .map(element -> element instanceof Value.Dict dict
                                ? component(place, dict, parameters, outerWin)
                                : element)
                        .toList());
            case Value other -> other;
        };
    }

    /** An object that is no component may still hold some, one level down. */
    private static Value.Dict plainObject(
            String place, Map<String, Value> fields, Map<String, Value> parameters, boolean outerWin) {
        fields.replaceAll((name, value) -> value instanceof Value.Dict dict
                        && dict.at(TYPE).filter(Python::truth).isPresent()
                ? component(place, dict, parameters, outerWin)
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
