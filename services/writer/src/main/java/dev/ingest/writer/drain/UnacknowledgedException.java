package dev.ingest.writer.drain;

import org.jspecify.annotations.Nullable;

/** Kafka has not taken what has to be there before a drain goes on: no table's fault. */
final class UnacknowledgedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UnacknowledgedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
