package dev.ingest.contracts.event;

import java.util.Objects;

/**
 * The attempt gave up; what it staged is dropped.
 *
 * @param attempt which try of which slice
 */
public record SliceAborted(SliceAttempt attempt) implements Marker {
    public SliceAborted {
        Objects.requireNonNull(attempt, "SliceAborted: attempt is missing");
    }
}
