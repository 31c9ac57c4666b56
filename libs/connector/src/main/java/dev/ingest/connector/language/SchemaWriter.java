package dev.ingest.connector.language;

import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Definitions as JSON Schema. */
final class SchemaWriter {
    private static final List<Value> SCALARS =
            List.of(Value.of("string"), Value.of("number"), Value.of("boolean"), Value.of("null"));

    private SchemaWriter() {}

    /** What a reference or a parameter can bring from elsewhere need not be there. */
    static Value component(Definition definition) {
        Map<String, Value> properties = new LinkedHashMap<>();
        properties.put("type", Value.dict(Map.of("const", Value.of(definition.type()))));
        properties.put("$parameters", Value.dict(Map.of("type", Value.of("object"))));
        properties.put("$ref", Value.dict(Map.of("type", Value.of("string"))));
        List<Value> required = new ArrayList<>();
        for (Definition.Field field : definition.fields()) {
            properties.put(field.name(), described(type(field.type()), field.words()));
            if (field.required()) {
                required.add(Value.of(field.name()));
            }
        }
        Map<String, Value> schema = new LinkedHashMap<>();
        schema.put("description", Value.of(definition.words()));
        schema.put("type", Value.of("object"));
        schema.put("properties", Value.dict(properties));
        schema.put("additionalProperties", Value.of(definition.open()));
        if (!required.isEmpty()) {
            Value fromElsewhere = Value.list(List.of(requires("$ref"), requires("$parameters")));
            schema.put("if", Value.dict(Map.of("not", Value.dict(Map.of("anyOf", fromElsewhere)))));
            schema.put("then", Value.dict(Map.of("required", Value.list(required))));
        }
        return Value.dict(schema);
    }

    private static Value requires(String name) {
        return Value.dict(Map.of("required", Value.list(List.of(Value.of(name)))));
    }

    private static Value described(Value.Dict type, String words) {
        Map<String, Value> schema = new LinkedHashMap<>();
        schema.put("description", Value.of(words));
        // Beside a $ref draft 7 ignores everything else, so types stand in a list of their own.
        schema.put("allOf", Value.list(List.of(type)));
        return Value.dict(schema);
    }

    private static Value.Dict type(String words) {
        List<String> alternatives = alternatives(words);
        if (alternatives.size() > 1) {
            return Value.dict(Map.of(
                    "anyOf",
                    Value.list(alternatives.stream().map(SchemaWriter::type).toList())));
        }
        return switch (words) {
            case "text", "template" -> Value.dict(Map.of("type", Value.list(SCALARS)));
            case "integer", "number", "boolean" -> orReference(Value.dict(Map.of("type", Value.of(words))));
            case "object", "schema" -> orReference(Value.dict(Map.of("type", Value.of("object"))));
            case "any" -> Value.emptyDict();
            default -> composed(words);
        };
    }

    private static Value.Dict composed(String words) {
        String inner = words.substring(words.indexOf('(') + 1, words.length() - 1);
        return switch (words.charAt(0)) {
            case '[' ->
                orReference(Value.dict(
                        Map.of("type", Value.of("array"), "items", type(words.substring(1, words.length() - 1)))));
            case '{' ->
                orReference(Value.dict(Map.of(
                        "type",
                        Value.of("object"),
                        "properties",
                        Value.dict(Map.of("$ref", Value.emptyDict(), "$parameters", Value.emptyDict())),
                        "additionalProperties",
                        type(words.substring(1, words.length() - 1)))));
            // Names of definitions begin in upper case.
            case 'e' ->
                orReference(Value.dict(Map.of(
                        "enum",
                        Value.list(
                                Arrays.stream(inner.split(", ")).map(Value::of).toList()))));
            default -> orReference(Value.dict(Map.of("$ref", Value.of("#/definitions/" + words))));
        };
    }

    /** Any value can stand elsewhere: {@code "#/…"} instead of it, or a mapping with {@code $ref}. */
    private static Value.Dict orReference(Value.Dict schema) {
        Map<String, Value> text = new LinkedHashMap<>();
        text.put("type", Value.of("string"));
        text.put("pattern", Value.of("^#/"));
        Map<String, Value> mapping = new LinkedHashMap<>();
        mapping.put("type", Value.of("object"));
        mapping.put("required", Value.list(List.of(Value.of("$ref"))));
        return Value.dict(Map.of("anyOf", Value.list(List.of(schema, Value.dict(text), Value.dict(mapping)))));
    }

    /** Split at bars that stand in no bracket. */
    private static List<String> alternatives(String words) {
        List<String> alternatives = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < words.length(); i++) {
            char character = words.charAt(i);
            depth += "[{(".indexOf(character) >= 0 ? 1 : "]})".indexOf(character) >= 0 ? -1 : 0;
            if (character == '|' && depth == 0) {
                alternatives.add(words.substring(start, i).strip());
                start = i + 1;
            }
        }
        alternatives.add(words.substring(start).strip());
        return alternatives;
    }
}
