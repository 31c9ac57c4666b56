package dev.ingest.contracts.event;

import java.time.Instant;
import java.util.Optional;

/**
 * The source asked to wait longer than a drain may. What was fetched, if anything, travels as a shorter slice of its own
 * ({@link SliceCompleted}); the rest is to be requested again.
 *
 * @param tenant whose slice
 * @param attempt which try of which slice
 * @param completed whether the attempt completed as a shorter slice (the rest then needs a new number)
 * @param cursor where the rest begins, JSON: the {@link SliceRequested#state} that asks for it; none to start the slice again
 * @param notBefore when the source will answer again
 */
public record SliceDeferred(
        String tenant, SliceAttempt attempt, boolean completed, Optional<String> cursor, Instant notBefore)
        implements Fact {}
