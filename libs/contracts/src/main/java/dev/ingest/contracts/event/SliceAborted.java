package dev.ingest.contracts.event;

/**
 * The attempt gave up; what it staged is dropped.
 *
 * @param attempt which try of which slice
 */
public record SliceAborted(SliceAttempt attempt) implements Marker {}
