package dev.ingest.connector.manifest;

/** Turns a state saved by another way of reading a stream into this one's. */
public sealed interface StateMigration {
    /**
     * {@code {"<partition>": {"<cursor field>": …}}} becomes the state of partitions.
     *
     * @param partitionField under which the partition's value stands
     * @param applies whether the stream's partitions have one field only, so that the old keys can be read
     */
    record LegacyToPerPartition(Interpolated partitionField, Interpolated cursorField, boolean applies)
            implements StateMigration {}
}
