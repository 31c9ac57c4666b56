package dev.ingest.connector.read;

import dev.ingest.expression.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The records of one partition and range, in pages. */
interface PageSource {
    /** Where the rest begins, while it runs and after it was interrupted; none for the beginning. */
    Optional<Value> place();

    /** How many records there are in all, where the API told that once it was asked from the beginning. */
    default Optional<Long> reported() {
        return Optional.empty();
    }

    /**
     * @param from what {@link #place} gave
     * @param gate runs before each request, and may throw to stop
     * @param sink takes the records of a page, or of a part of one; at least once per response
     */
    void run(Optional<Value> from, Runnable gate, PageWatch watch, Consumer<List<Selected>> sink);
}
