package dev.ingest.contracts.config;

import dev.ingest.contracts.TableRef;
import java.util.List;
import java.util.Optional;

/**
 * What the gateway needs to know of a stream source.
 *
 * @param tenant whose source
 * @param name its name, matched exactly, then without regard to case
 * @param eventTime the column that holds the event's time
 * @param columns the registered schema
 * @param table where its records go
 * @param freshnessSeconds how soon after its acknowledgement a record is to be readable in its table; none: as soon as it can be
 */
public record StreamSourceSpec(
        String tenant,
        String name,
        String eventTime,
        List<ColumnSpec> columns,
        TableRef table,
        Optional<Integer> freshnessSeconds) {
    public StreamSourceSpec {
        columns = List.copyOf(columns);
    }
}
