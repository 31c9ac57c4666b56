package dev.ingest.scheduler.connector;

import dev.ingest.contracts.config.ColumnSpec;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;

/**
 * What a manifest says about a stream; kept, so that nobody has to read the manifest for it again.
 *
 * @param name its name
 * @param columns what its schema declares
 * @param key its primary key, empty if it has none
 * @param cursor its cursor field
 * @param incremental whether it can continue from a checkpoint
 */
@RegisterForReflection
public record StreamInfo(
        String name, List<ColumnSpec> columns, List<String> key, Optional<String> cursor, boolean incremental) {
    public StreamInfo {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }
}
