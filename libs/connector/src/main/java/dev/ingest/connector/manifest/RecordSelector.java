package dev.ingest.connector.manifest;

import java.util.Optional;

/**
 * Which parts of a response are records.
 *
 * @param transformBeforeFilter whether the filter sees transformed records
 * @param castToSchema whether values are cast to the types of the schema
 */
public record RecordSelector(
        Extractor extractor, Optional<RecordFilter> filter, boolean transformBeforeFilter, boolean castToSchema) {}
