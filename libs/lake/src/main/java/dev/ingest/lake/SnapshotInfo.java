package dev.ingest.lake;

import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A state of main that can still be read.
 *
 * @param operation Iceberg's word: append, overwrite, delete or replace
 * @param schemaId the schema that it was written with: one of {@link LakeTable#schemas}
 */
public record SnapshotInfo(
        long id, OptionalLong parentId, Instant committedAt, String operation, OptionalInt schemaId, Counts counts) {
    /**
     * What the commit says of itself; 0 where it says nothing. Rows that one of ours only moved to another file are neither added
     * nor removed.
     *
     * @param recordsAdded in files that it added
     * @param recordsRemoved in files that it took away
     * @param positionsDeleted rows of files that stay
     * @param files data files afterwards
     * @param bytes of data files afterwards
     */
    public record Counts(long recordsAdded, long recordsRemoved, long positionsDeleted, long files, long bytes) {}
}
