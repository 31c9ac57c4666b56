package dev.ingest.connector.manifest;

import java.util.List;
import java.util.Optional;

/**
 * Which parts of a response are records.
 *
 * @param fieldPath path to the records, where {@code *} stands for every element
 * @param transformBeforeFilter whether the filter sees transformed records
 * @param castToSchema whether values are cast to the types of the schema
 */
public record RecordSelector(
        List<Interpolated> fieldPath,
        Optional<Interpolated> filter,
        boolean transformBeforeFilter,
        boolean castToSchema) {}
