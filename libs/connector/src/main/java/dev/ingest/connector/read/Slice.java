package dev.ingest.connector.read;

import dev.ingest.expression.JsonText;
import java.util.Optional;

/**
 * The independently retryable unit of a stream.
 *
 * @param start first cursor value, in the stream's own format; empty for a slice without bounds
 * @param end last cursor value
 * @param cursor what an earlier read returned (a checkpoint, or where a deferred slice goes on); opaque JSON
 */
public record Slice(Optional<String> start, Optional<String> end, Optional<String> cursor) {
    public static final Slice WHOLE = new Slice(Optional.empty(), Optional.empty(), Optional.empty());

    /** The checkpoint the slice began with, whether or not it was begun. */
    public Optional<String> checkpoint() {
        return Resume.base(cursor.map(Resume::parse)).map(JsonText::compact);
    }

    /** Whether it was handed back in the middle. */
    public boolean isBegun() {
        return cursor.map(Resume::parse).filter(Resume::isPlace).isPresent();
    }

    public Slice withCursor(String from) {
        return new Slice(start, end, Optional.of(from));
    }
}
