package dev.ingest.contracts.event;

/**
 * The attempt failed for good: it is retried by the next run, not by the executor.
 *
 * @param tenant whose slice
 * @param attempt which try of which slice
 * @param kind what has to change for it to work
 * @param message what to fix, for a person; holds no secret
 */
public record SliceFailed(String tenant, SliceAttempt attempt, Kind kind, String message) implements Fact {

    /** Who has to act. */
    public enum Kind {
        /** The credential: the tenant's admin. */
        AUTH,
        /** Nobody: the source refused to answer in time. */
        RATE_LIMIT,
        /** Nobody: it may work next time. */
        TRANSIENT,
        /** The manifest or the pipeline's configuration: the tenant's admin. */
        CONFIG
    }
}
