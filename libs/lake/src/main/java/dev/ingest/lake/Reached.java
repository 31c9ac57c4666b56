package dev.ingest.lake;

import java.util.Optional;

/**
 * How far a slice got. It is kept in the very commit that publishes the slice, so that the one is never known without the
 * other.
 *
 * @param cursorState the cursor that the slice reached, at most {@link #LENGTH_MAX} characters
 * @param rest what it left for another slice, opaque here, at most {@link #LENGTH_MAX} characters
 */
public record Reached(Optional<String> cursorState, Optional<String> rest) {

    /** Both live in a snapshot's summary, which everyone who loads the table reads until the snapshot expires. */
    public static final int LENGTH_MAX = 512 << 10;

    public Reached {
        requireShort("cursor state", cursorState);
        requireShort("rest", rest);
    }

    /** To its end. */
    public static Reached all(Optional<String> cursorState) {
        return new Reached(cursorState, Optional.empty());
    }

    private static void requireShort(String what, Optional<String> text) {
        int length = text.map(String::length).orElse(0);
        if (length > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "%s of %d characters (expected: at most %d)".formatted(what, length, LENGTH_MAX));
        }
    }
}
