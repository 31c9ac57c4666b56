package dev.ingest.connector.extension;

import dev.ingest.expression.Value;
import java.util.function.Consumer;

/** Stands in a retriever's {@code partition_router}. */
@FunctionalInterface
public non-sealed interface CustomPartitionRouter extends Extension {
    /** Gives the fields of each partition, which identify it and which templates see as {@code stream_partition}. */
    void partitions(Access access, Consumer<Value.Dict> visitor);
}
