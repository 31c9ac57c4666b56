package dev.ingest.connector.read;

import dev.ingest.expression.Value;
import java.util.Optional;

/** What one round of requests covers, as requests and checkpoints write it; both empty without a cursor. */
record CursorRange(Optional<Value> start, Optional<Value> end) {
    static final CursorRange UNBOUNDED = new CursorRange(Optional.empty(), Optional.empty());

    /** The same with a later start. */
    CursorRange from(Value later) {
        return new CursorRange(Optional.of(later), end);
    }

    static CursorRange of(String start, String end) {
        return new CursorRange(Optional.of(Value.of(start)), Optional.of(Value.of(end)));
    }
}
