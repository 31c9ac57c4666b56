package dev.ingest.lake;

import dev.ingest.lake.encode.Row;
import org.jspecify.annotations.Nullable;

/** A coming row that wants its key's place. */
class Contender {

    private final @Nullable Object cursor;
    private boolean beaten;
    private long replaced = Row.Replacing.NEW;

    Contender(@Nullable Object cursor) {
        this.cursor = cursor;
    }

    @Nullable
    Object cursor() {
        return cursor;
    }

    /** Takes over the identity of a row of the table. */
    void replace(long rowId) {
        replaced = rowId;
    }

    /** The identity of the row that it replaces; {@link Row.Replacing#NEW} for none. */
    long replaced() {
        return replaced;
    }

    /** Whether a row of the table keeps the place. */
    boolean isBeaten() {
        return beaten;
    }

    void lose() {
        beaten = true;
    }
}
