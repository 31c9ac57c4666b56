package dev.ingest.scheduler.pipeline;

import dev.ingest.contracts.config.MergeMode;
import dev.ingest.contracts.config.SchemaPolicy;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;

/**
 * A stream that a pipeline fetches.
 *
 * @param name the stream's name in the connector
 * @param table the table's name in the pipeline's namespace
 * @param merge how records become rows
 * @param key key columns
 * @param cursor the column that tells the newer of two rows
 * @param formatVersion Iceberg format version of the table
 * @param schema what becomes of fields that have no column, or none to give them one
 * @param partition by what the table's rows are kept apart, or none to leave it as it is
 * @param sort the order of rows in files, or none to leave it as it is
 */
@RegisterForReflection
public record PipelineStream(
        String name,
        String table,
        MergeMode merge,
        List<String> key,
        Optional<String> cursor,
        int formatVersion,
        Optional<SchemaPolicy> schema,
        Optional<List<String>> partition,
        Optional<List<String>> sort) {
    public PipelineStream {
        key = List.copyOf(key);
    }

    /** Whether every run brings the whole table. */
    public boolean refreshes() {
        return merge == MergeMode.FULL_REFRESH;
    }
}
