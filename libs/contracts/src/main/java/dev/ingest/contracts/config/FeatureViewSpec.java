package dev.ingest.contracts.config;

import dev.ingest.contracts.TableRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the gateway needs to know of a feature view: which records of a stream source it consumes, and what it makes of them.
 *
 * @param tenant whose view
 * @param name its name
 * @param version its version; each is a view of its own
 * @param source the stream source it consumes
 * @param entityKeys the columns that name an entity
 * @param eventTime the column that holds the event's time
 * @param columns its features, the entity keys and the event time: what of a transformed record is kept
 * @param transformation components of the connector language, transformations and record filters, run per record in turn
 * @param online whether the newest row of each entity is kept in the online store
 * @param table where every row goes, keyed by entity keys and event time; none if the view is not kept offline
 * @param state whether it takes records
 */
public record FeatureViewSpec(
        String tenant,
        String name,
        String version,
        String source,
        List<String> entityKeys,
        String eventTime,
        List<ColumnSpec> columns,
        List<Map<String, Object>> transformation,
        boolean online,
        Optional<TableRef> table,
        State state) {
    public FeatureViewSpec {
        entityKeys = List.copyOf(entityKeys);
        columns = List.copyOf(columns);
        transformation = List.copyOf(transformation);
    }

    /** Whether a view takes records. */
    public enum State {
        ACTIVE,
        /** Writes to it fail, reads go on. */
        SUSPENDED
    }
}
