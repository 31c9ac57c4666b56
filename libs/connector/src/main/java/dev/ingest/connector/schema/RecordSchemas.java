package dev.ingest.connector.schema;

import dev.ingest.connector.config.Places;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.SchemaLoader;
import dev.ingest.connector.manifest.SchemaLoader.FieldType;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.connector.read.Transformations;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Loads the schemas that a manifest does not hold itself. */
public final class RecordSchemas {
    private static final String PROPERTIES = "properties";

    private final Scope scope;
    private final Function<StreamDefinition, Optional<Value.Dict>> api;

    /** @param api gives the first record of what it is asked for */
    public RecordSchemas(Scope scope, Function<StreamDefinition, Optional<Value.Dict>> api) {
        this.scope = scope;
        this.api = api;
    }

    /**
     * A JSON schema; an empty mapping where the manifest has none.
     *
     * @throws ReadException when the API cannot be asked, or describes a field in words that the manifest does not map
     */
    public Value.Dict load(SchemaLoader loader) {
        return switch (loader) {
            case SchemaLoader.Absent absent -> Value.emptyDict();
            case SchemaLoader.Inline(var schema) -> schema;
            case SchemaLoader.Custom(var implementation) -> implementation.schema(scope.config());
            case SchemaLoader.Combined(var loaders) -> combined(loaders);
            case SchemaLoader.FromApi fromApi -> fromApi(fromApi);
        };
    }

    private Value.Dict combined(List<SchemaLoader> loaders) {
        Value.Dict properties = Value.emptyDict();
        for (SchemaLoader loader : loaders) {
            if (load(loader).at(PROPERTIES).orElse(Value.NONE) instanceof Value.Dict(var own)) {
                // The order of the language: a later loader's new properties come first.
                Value.Dict merged = new Value.Dict(new LinkedHashMap<>(own));
                merged.entries().putAll(properties.entries());
                properties = merged;
            }
        }
        return Value.dict(
                Map.of("type", Value.list(List.of(Value.of("null"), Value.of("object"))), PROPERTIES, properties));
    }

    private Value.Dict fromApi(SchemaLoader.FromApi loader) {
        Value.Dict properties = Value.emptyDict();
        for (Value field : descriptions(loader)) {
            String name = find(field, loader.types().namePath())
                    .filter(Value.Str.class::isInstance)
                    .map(Python::str)
                    .orElseThrow(() -> invalid(loader, "a field's description has no text at key_pointer"));
            properties.entries().put(Value.of(name), type(loader, field));
        }
        Value.Dict kept = filtered(loader, properties);
        new Transformations(loader.transformations()).apply(kept, scope);
        Map<String, Value> schema = new LinkedHashMap<>();
        schema.put("type", Value.of("object"));
        schema.put("additionalProperties", Value.TRUE);
        schema.put(PROPERTIES, kept);
        return Value.dict(schema);
    }

    private List<Value> descriptions(SchemaLoader.FromApi loader) {
        Optional<Value> found = api.apply(loader.records())
                .flatMap(record -> find(record, loader.types().schemaPath()));
        return switch (found.orElse(Value.NONE)) {
            case Value.Items(var values) -> values;
            // A mapping is iterated by its keys, which describe nothing but themselves.
            case Value.Dict(var entries) -> List.copyOf(entries.keySet());
            case Value other -> List.of();
        };
    }

    private Optional<Value> find(Value value, List<Interpolated> path) {
        return Places.find(value, path.stream().map(part -> part.text(scope)).toList());
    }

    private Value.Dict filtered(SchemaLoader.FromApi loader, Value.Dict properties) {
        Value.Dict kept = Value.emptyDict();
        properties.entries().forEach((name, type) -> {
            Scope seen = scope.with("record", Value.dict(Map.of(Python.str(name), type)));
            if (loader.filter().map(condition -> condition.truth(seen)).orElse(true)) {
                kept.entries().put(name, type);
            }
        });
        return kept;
    }

    private Value type(SchemaLoader.FromApi loader, Value field) {
        List<Interpolated> path = loader.types().typePath();
        Value given = path.isEmpty() ? Value.of("string") : find(field, path).orElse(Value.of("string"));
        Scope seen = scope.with("raw_schema", field);
        Optional<FieldType> mapped = loader.types().mappings().stream()
                .filter(mapping -> mapping.from().equals(given))
                .filter(mapping -> mapping.condition()
                        .map(condition -> condition.truth(seen))
                        .orElse(true))
                .map(SchemaLoader.TypeMapping::to)
                .findFirst();
        return mapped.map(FieldTypeSchemas::of).orElseGet(() -> unmapped(loader, given));
    }

    private static Value unmapped(SchemaLoader.FromApi loader, Value given) {
        if (given instanceof Value.Items(var pair) && pair.size() == 2) {
            return Value.dict(Map.of(
                    "oneOf", Value.list(List.of(named(loader, pair.getFirst()), named(loader, pair.getLast())))));
        }
        return named(loader, given);
    }

    private static Value named(SchemaLoader.FromApi loader, Value name) {
        return FieldTypeSchemas.named(Python.str(name))
                .orElseThrow(() -> invalid(
                        loader,
                        "the API names the type " + Python.repr(name) + " (expected one that types_mapping maps, or "
                                + FieldTypeSchemas.names() + ")"));
    }

    private static ReadException invalid(SchemaLoader.FromApi loader, String problem) {
        return new ReadException(ReadException.Kind.CONFIG, loader.records().path() + ": " + problem);
    }
}
