package dev.ingest.masking.rows;

import java.util.List;
import java.util.Optional;

/**
 * Which rows are wanted, as the caller wrote it.
 *
 * @param select column names separated by commas, {@code *}, or none for all
 * @param filters {@code column:operator:value}, all of which must hold
 * @param limit most rows, or none for the default
 * @param snapshot id of a snapshot, or none for the newest
 */
public record RowsRequest(
        Optional<String> select, List<String> filters, Optional<Integer> limit, Optional<String> snapshot) {
    public RowsRequest {
        filters = List.copyOf(filters);
    }
}
