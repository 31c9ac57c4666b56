package dev.ingest.contracts.event;

import java.util.Optional;

/**
 * A slice of a full refresh is whole, and waits for the others of its run: nobody reads it yet. Told again when a drain meets what
 * is already staged.
 *
 * @param tenant whose slice
 * @param attempt which try of which slice
 * @param rest what the slice left, if it was a shorter one: to be requested as a slice of its own
 * @param records how many records it brought, rejected ones included
 * @param bytes how many bytes the source's responses had
 */
public record SliceStaged(String tenant, SliceAttempt attempt, Optional<Rest> rest, long records, long bytes)
        implements Fact {}
