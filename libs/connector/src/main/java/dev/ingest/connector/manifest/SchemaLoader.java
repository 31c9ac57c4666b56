package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomSchemaLoader;
import dev.ingest.expression.Value;
import java.util.List;
import java.util.Optional;

/** Where the JSON schema of a stream's records comes from. */
public sealed interface SchemaLoader {
    /** None is given. A file beside the manifest counts as none: a manifest alone has no files. */
    record Absent() implements SchemaLoader {}

    record Inline(Value.Dict schema) implements SchemaLoader {}

    /**
     * Made from what the API says of its fields.
     *
     * @param records of which the first describes the fields
     * @param filter keeps a property, seen as {@code record} of that one entry
     */
    record FromApi(
            StreamDefinition records,
            FieldTypes types,
            List<Transformation> transformations,
            Optional<Interpolated> filter)
            implements SchemaLoader {}

    /** The properties of several; an earlier one's win. */
    record Combined(List<SchemaLoader> loaders) implements SchemaLoader {}

    record Custom(CustomSchemaLoader implementation) implements SchemaLoader {}

    /**
     * How a field is described.
     *
     * @param schemaPath to the list of descriptions in the record; empty for the record itself
     * @param namePath in a description
     * @param typePath in a description; empty for text always
     */
    record FieldTypes(
            List<Interpolated> schemaPath,
            List<Interpolated> namePath,
            List<Interpolated> typePath,
            List<TypeMapping> mappings) {}

    /** @param from the API's name of a type, or a list of them */
    record TypeMapping(Value from, FieldType to, Optional<Interpolated> condition) {}

    /** A type of ours. */
    sealed interface FieldType {
        record Named(String name) implements FieldType {}

        /** Either of two. */
        record Either(String first, String second) implements FieldType {}

        record ListOf(FieldType items) implements FieldType {}
    }

    /** What is known without asking the API. */
    default Optional<Value.Dict> fixed() {
        return switch (this) {
            case Inline(var schema) -> Optional.of(schema);
            case Absent absent -> Optional.of(Value.emptyDict());
            case FromApi fromApi -> Optional.empty();
            case Custom custom -> Optional.empty();
            case Combined combined -> Optional.empty();
        };
    }
}
