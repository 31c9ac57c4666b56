package dev.ingest.platform.drain;

/** How a wakeup ended. */
public enum DrainOutcome {
    /** There was nothing to do. */
    EMPTY,
    /** The partition is being drained here already; that drain sees to what is left. */
    BUSY,
    /** Everything seen at the start is done. */
    FINISHED,
    /** The deadline came first; the partition was woken again. */
    DEADLINE,
    /** Another owner was faster. */
    FENCED
}
