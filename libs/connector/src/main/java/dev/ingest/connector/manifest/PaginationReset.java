package dev.ingest.connector.manifest;

import java.util.Optional;

/**
 * Beginning anew with the first page, when an error handler says so or when there are too many records.
 *
 * @param splits whether the slice then starts where the records have got to
 * @param limit of records after which to begin anew
 */
public record PaginationReset(boolean splits, Optional<Integer> limit) {}
