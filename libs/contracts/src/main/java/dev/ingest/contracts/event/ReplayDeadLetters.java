package dev.ingest.contracts.event;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Send those of the table's dead letters through the merge once more that nobody has replayed and that are asked for: all of
 * them, or those of a stream, with a reason, of some ids. One that is accepted is replayed for good; one that still fits no row
 * stays what it is.
 *
 * @param request id of the request, for the log
 * @param stream whose records they are
 * @param reason what their reason contains
 * @param ids at most {@link #IDS_MAX}; whichever, if there are none
 */
public record ReplayDeadLetters(String request, Optional<String> stream, Optional<String> reason, List<String> ids)
        implements Marker {
    /** Letters that one request may name. */
    public static final int IDS_MAX = 1000;

    public ReplayDeadLetters {
        ids = List.copyOf(Objects.requireNonNullElse(ids, List.of()));
        if (ids.size() > IDS_MAX) {
            throw new IllegalArgumentException("ids: %d (expected: at most %d)".formatted(ids.size(), IDS_MAX));
        }
    }

    /** All that nobody has replayed. */
    public static ReplayDeadLetters all(String request) {
        return new ReplayDeadLetters(request, Optional.empty(), Optional.empty(), List.of());
    }
}
