package dev.ingest.contracts.event;

/** Something that happened, told on {@code ingest.facts}. May be told more than once. */
public sealed interface Fact extends Event
        permits TableCommitted,
                SliceReported,
                SliceStaged,
                SliceDeferred,
                SliceFailed,
                StreamFailed,
                RecordsRejected,
                TableParked,
                TableCaughtUp,
                InvocationReported {

    /** Whose fact it is; the Kafka key. */
    String tenant();
}
