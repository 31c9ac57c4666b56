package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomStateMigration;

/** Turns a state saved by another way of reading a stream into this one's. */
public sealed interface StateMigration {
    record Custom(CustomStateMigration replacement) implements StateMigration {}

    /**
     * {@code {"<partition>": {"<cursor field>": …}}} becomes the state of partitions.
     *
     * @param partitionField under which the partition's value stands
     * @param applies whether the stream's partitions have one field only, so that the old keys can be read
     */
    record LegacyToPerPartition(Interpolated partitionField, Interpolated cursorField, boolean applies)
            implements StateMigration {}
}
