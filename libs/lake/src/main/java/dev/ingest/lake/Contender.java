package dev.ingest.lake;

import org.jspecify.annotations.Nullable;

/** A coming row that wants its key's place. */
class Contender {

    private final @Nullable Object cursor;
    private boolean beaten;

    Contender(@Nullable Object cursor) {
        this.cursor = cursor;
    }

    @Nullable
    Object cursor() {
        return cursor;
    }

    /** Whether a row of the table keeps the place. */
    boolean isBeaten() {
        return beaten;
    }

    void lose() {
        beaten = true;
    }
}
