package dev.ingest.contracts.event;

import java.util.Objects;
import java.util.Optional;

/**
 * The attempt has sent all its pages. A staged branch that does not match the counts is not published.
 *
 * @param attempt which try of which slice
 * @param pages how many page envelopes were sent
 * @param records how many records were in them
 * @param bytes how many bytes the source's responses had
 * @param state the stream's state after this slice, JSON, or none for a stream without a cursor
 * @param rest what the attempt left, if it completed as a shorter slice; there is no state then
 */
public record SliceCompleted(
        SliceAttempt attempt, int pages, long records, long bytes, Optional<String> state, Optional<Rest> rest)
        implements Marker {
    public SliceCompleted {
        Objects.requireNonNull(attempt, "SliceCompleted: attempt is missing");
    }

    /** A slice that was read to its end. */
    public SliceCompleted(SliceAttempt attempt, int pages, long records, long bytes, Optional<String> state) {
        this(attempt, pages, records, bytes, state, Optional.empty());
    }
}
