package dev.ingest.connector.read;

import java.util.Optional;

/** What one round of requests covers: texts in the cursor's format; both empty without a cursor. */
record CursorRange(Optional<String> start, Optional<String> end) {
    static final CursorRange UNBOUNDED = new CursorRange(Optional.empty(), Optional.empty());
}
