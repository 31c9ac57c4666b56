package dev.ingest.contracts.event;

import java.time.Instant;
import java.util.Optional;

/**
 * The source asked to wait longer than a drain may, and nothing was fetched: the slice is to be requested again. An attempt that
 * fetched something completes as a shorter slice instead, and its {@link Rest} travels with it ({@link SliceCompleted}).
 *
 * @param tenant whose slice
 * @param attempt which try of which slice
 * @param cursor where it goes on, JSON: the {@link SliceRequested#state} that asks for it; none to start the slice again
 * @param notBefore when the source will answer again
 */
public record SliceDeferred(String tenant, SliceAttempt attempt, Optional<String> cursor, Instant notBefore)
        implements Fact {}
