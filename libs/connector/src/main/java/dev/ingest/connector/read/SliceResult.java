package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import java.time.Instant;
import java.util.Optional;

/** How the read of a slice ended. Messages hold no secrets. */
public sealed interface SliceResult {
    /**
     * Everything was read.
     *
     * @param cursor the checkpoint as JSON; empty where it stays where it is: for a stream that is not incremental, and
     *     for a slice behind others that showed no records
     * @param reported how many records the API said there are, before any filter; empty where it did not for all that was read
     */
    record Completed(Optional<String> cursor, long pages, long records, Optional<Long> reported)
            implements SliceResult {
        /** Where the API tells no total. */
        public Completed(Optional<String> cursor, long pages, long records) {
            this(cursor, pages, records, Optional.empty());
        }
    }

    /**
     * The pages given to the sink are complete as they are; the rest of the slice is still to be read.
     *
     * @param cursor for {@link Slice#withCursor}: the rest begins there
     * @param notBefore when the API may be asked again
     */
    record Deferred(String cursor, Instant notBefore, long pages, long records) implements SliceResult {}

    /** The slice could not be read; the pages given to the sink are of no use. */
    record Failed(ReadException.Kind kind, String message) implements SliceResult {}
}
