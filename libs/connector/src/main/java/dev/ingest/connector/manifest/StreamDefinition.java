package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;
import java.util.List;
import java.util.Optional;

/**
 * One stream.
 *
 * @param primaryKey paths of the fields that identify a record; empty where none is declared
 * @param schema JSON schema of the records as far as it is known; empty where there is none
 * @param schemaLoader where the schema comes from
 */
public record StreamDefinition(
        String path,
        String name,
        List<List<String>> primaryKey,
        Retriever retriever,
        Optional<StreamCursor> cursor,
        List<StateMigration> migrations,
        List<Transformation> transformations,
        Value.Dict schema,
        SchemaLoader schemaLoader)
        implements ManifestStream {
    @Override
    public StreamDefinition fullRefresh() {
        return this;
    }

    @Override
    public StreamDefinition incremental() {
        return this;
    }

    /** Whether reading needs the schema, and it is not known yet. */
    public boolean needsSchema() {
        return retriever.selector().castToSchema() && schemaLoader.fixed().isEmpty();
    }

    public StreamDefinition withSchema(Value.Dict loaded) {
        return new StreamDefinition(
                path, name, primaryKey, retriever, cursor, migrations, transformations, loaded, schemaLoader);
    }
}
