package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomSchemaLoader;
import dev.ingest.connector.manifest.SchemaLoader.FieldType;
import dev.ingest.connector.manifest.SchemaLoader.FieldTypes;
import dev.ingest.connector.manifest.SchemaLoader.TypeMapping;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Schema loaders. */
final class SchemaLoaderParser {
    /** The language's names of types; what they are in a JSON schema is said where schemas are made. */
    static final Set<String> TYPES = Set.of(
            "string",
            "boolean",
            "date",
            "timestamp_without_timezone",
            "timestamp_with_timezone",
            "time_without_timezone",
            "time_with_timezone",
            "integer",
            "number",
            "array",
            "object");

    private static final Map<String, Component.Parser<SchemaLoader>> LOADERS = Map.of(
            "InlineSchemaLoader", SchemaLoaderParser::inline,
            "JsonFileSchemaLoader", SchemaLoaderParser::file,
            "DynamicSchemaLoader", SchemaLoaderParser::fromApi,
            "CustomSchemaLoader", loader -> new SchemaLoader.Custom(loader.extension(CustomSchemaLoader.class)));
    private static final Map<String, Component.Parser<FieldTypes>> IDENTIFIERS =
            Map.of("SchemaTypeIdentifier", SchemaLoaderParser::fieldTypes);
    private static final Map<String, Component.Parser<TypeMapping>> MAPPINGS =
            Map.of("TypesMap", SchemaLoaderParser::mapping);
    private static final Map<String, Component.Parser<FieldType>> COMPLEX =
            Map.of("ComplexFieldType", SchemaLoaderParser::complex);
    private static final Map<String, Component.Parser<Interpolated>> FILTERS =
            Map.of("RecordFilter", filter -> filter.requiredTemplate("condition"));

    private SchemaLoaderParser() {}

    static SchemaLoader parse(Component stream) {
        if (stream.value("schema_loader").orElse(Value.NONE) instanceof Value.Items) {
            return new SchemaLoader.Combined(stream.children("schema_loader").stream()
                    .map(loader -> loader.by(LOADERS))
                    .toList());
        }
        return stream.child("schema_loader").map(loader -> loader.by(LOADERS)).orElseGet(SchemaLoader.Absent::new);
    }

    private static SchemaLoader inline(Component loader) {
        return loader.value("schema").orElse(Value.NONE) instanceof Value.Dict schema
                ? new SchemaLoader.Inline(schema)
                : new SchemaLoader.Absent();
    }

    private static SchemaLoader file(Component loader) {
        // The path is read only to be refused where its template is wrong.
        loader.template("file_path");
        return new SchemaLoader.Absent();
    }

    private static SchemaLoader fromApi(Component loader) {
        return new SchemaLoader.FromApi(
                StreamParser.records(loader, "dynamic_properties"),
                loader.requiredChild("schema_type_identifier").by(IDENTIFIERS),
                loader.children("schema_transformations").stream()
                        .map(TransformationParser::parse)
                        .toList(),
                loader.child("schema_filter").map(filter -> filter.by(FILTERS)));
    }

    private static FieldTypes fieldTypes(Component identifier) {
        return new FieldTypes(
                identifier.templates("schema_pointer"),
                identifier.templates("key_pointer"),
                identifier.templates("type_pointer"),
                identifier.children("types_mapping").stream()
                        .map(mapping -> mapping.by(MAPPINGS))
                        .toList());
    }

    private static TypeMapping mapping(Component mapping) {
        return new TypeMapping(mapping.required("current_type"), target(mapping), mapping.template("condition"));
    }

    private static FieldType target(Component mapping) {
        return switch (mapping.required("target_type")) {
            case Value.Dict complex -> mapping.requiredChild("target_type").by(COMPLEX);
            case Value.Items(var names)
            when names.size() == 2 ->
                new FieldType.Either(
                        known(mapping, "target_type", Python.str(names.getFirst())),
                        known(mapping, "target_type", Python.str(names.getLast())));
            case Value other -> new FieldType.Named(known(mapping, "target_type", Python.str(other)));
        };
    }

    private static FieldType complex(Component component) {
        String name = known(component, "field_type", component.requiredText("field_type"));
        Optional<Value> items = component.value("items");
        if (items.isEmpty()) {
            return new FieldType.Named(name);
        }
        if (!name.equals("array")) {
            throw component.error("items", "is given for " + name + " (expected only for array)");
        }
        return new FieldType.ListOf(
                items.get() instanceof Value.Dict
                        ? component.requiredChild("items").by(COMPLEX)
                        : new FieldType.Named(known(component, "items", component.requiredText("items"))));
    }

    private static String known(Component component, String field, String name) {
        if (!TYPES.contains(name)) {
            throw component.error(field, "is '" + name + "' (expected one of " + new TreeSet<>(TYPES) + ")");
        }
        return name;
    }
}
