package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;
import java.util.List;
import java.util.Optional;

/**
 * One stream.
 *
 * @param primaryKey paths of the fields that identify a record; empty where none is declared
 * @param schema JSON schema of the records; empty where the manifest has none
 */
public record StreamDefinition(
        String path,
        String name,
        List<List<String>> primaryKey,
        Retriever retriever,
        Optional<DatetimeCursor> cursor,
        List<Transformation> transformations,
        Value.Dict schema) {}
