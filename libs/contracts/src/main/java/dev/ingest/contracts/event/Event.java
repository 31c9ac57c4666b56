package dev.ingest.contracts.event;

/**
 * A value on one of our topics. Its CloudEvents type is {@code dev.ingest.<SimpleName>.v1}; a reader ignores fields and types
 * it does not know, they are from a newer writer.
 */
public sealed interface Event
        permits Fact, Marker, SliceRequested, BudgetSpent, DrainPartition, UsageRecorded, UsageBilled {

    /** The CloudEvents type of an event class. */
    static String type(Class<? extends Event> event) {
        return "dev.ingest." + event.getSimpleName() + ".v1";
    }

    /** The CloudEvents type of this event. */
    default String type() {
        return type(getClass());
    }
}
