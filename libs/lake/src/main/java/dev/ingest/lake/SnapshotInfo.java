package dev.ingest.lake;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * A state of main that can still be read.
 *
 * @param operation Iceberg's word: append, overwrite, delete or replace
 */
public record SnapshotInfo(long id, OptionalLong parentId, Instant committedAt, String operation) {}
