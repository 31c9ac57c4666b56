package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomPartitionRouter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Divides a stream into partitions, each read by requests of its own. */
public sealed interface PartitionRouter {
    /** Values written down, or a template that gives them. */
    record ListRouter(ListValues values, Interpolated cursorField, Optional<RequestOption> option)
            implements PartitionRouter {}

    sealed interface ListValues {
        /** Texts that stay as they are, also where they look like templates. */
        record Fixed(List<String> values) implements ListValues {}

        record Computed(Interpolated values) implements ListValues {}
    }

    /** One partition per record of the parents, parent after parent. */
    record SubstreamRouter(List<ParentStream> parents) implements PartitionRouter {}

    /** Several partitions of another router in one: each field holds a list. */
    record GroupingRouter(String manifestPath, int size, PartitionRouter underlying, boolean distinct)
            implements PartitionRouter {}

    /** The partitions of several routers, each value once, under one field. */
    record UnionRouter(Interpolated field, List<PartitionRouter> routers) implements PartitionRouter {}

    record Custom(CustomPartitionRouter replacement) implements PartitionRouter {}

    /**
     * A stream whose records are partitions of another.
     *
     * @param parentKey path in the parent's record, its parts separated by slashes
     * @param extraFields paths of further fields for templates
     * @param incremental whether only parents that changed since the child's last read are looked at
     * @param lazyPointer where the parent's record already holds the child's first page; empty for nowhere
     */
    record ParentStream(
            ManifestStream stream,
            Interpolated parentKey,
            Interpolated partitionField,
            Optional<RequestOption> option,
            List<List<Interpolated>> extraFields,
            boolean incremental,
            List<Interpolated> lazyPointer) {}

    /** The parent streams of this router and those inside it. */
    default Stream<ParentStream> parentStreams() {
        return switch (this) {
            case ListRouter list -> Stream.empty();
            case Custom custom -> Stream.empty();
            case SubstreamRouter(var parents) -> parents.stream();
            case GroupingRouter grouping -> grouping.underlying().parentStreams();
            case UnionRouter(var field, var routers) -> routers.stream().flatMap(PartitionRouter::parentStreams);
        };
    }
}
