package dev.ingest.connector.manifest;

import java.util.List;
import java.util.Optional;

/** Divides a stream into partitions, each read by requests of its own. */
public sealed interface PartitionRouter {
    /** Values written down, or a template that gives them. */
    record ListRouter(ListValues values, Interpolated cursorField, Optional<RequestOption> option)
            implements PartitionRouter {}

    sealed interface ListValues {
        record Fixed(List<Interpolated> values) implements ListValues {}

        record Computed(Interpolated values) implements ListValues {}
    }

    /** One partition per record of the parents. */
    record SubstreamRouter(List<ParentStream> parents) implements PartitionRouter {}

    record ParentStream(
            StreamDefinition stream,
            List<String> parentKey,
            Interpolated partitionField,
            Optional<RequestOption> option,
            List<List<String>> extraFields) {}
}
