package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.PaginationReset;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.Optional;

/** Decides when pages begin anew, and from where. */
final class Resets {
    /** Without a cursor a reset is a retry of the same slice, and there is one. */
    private static final int SAME_SLICE_MAX = 2;

    private final String stream;
    private final Optional<PaginationReset> reset;
    private final boolean splits;
    private Optional<Value> start = Optional.empty();
    private long records;
    private int attempts;

    /** @param incremental whether there is a cursor to split by */
    Resets(String stream, Optional<PaginationReset> reset, boolean incremental) {
        this.stream = stream;
        this.reset = reset;
        this.splits = incremental && reset.map(PaginationReset::splits).orElse(false);
    }

    /** Where the slice starts now; empty for its own start. */
    Optional<Value> start() {
        return start;
    }

    void resume(Optional<Value> reached) {
        start = reached;
    }

    void count() {
        records++;
    }

    boolean isFull() {
        return reset.flatMap(PaginationReset::limit)
                .map(most -> records >= most)
                .orElse(false);
    }

    /** @throws ReadException when the same slice was begun too often */
    void begin(PageWatch watch) {
        Optional<Value> next = splits ? watch.seen() : start;
        attempts = next.equals(start) ? attempts + 1 : 0;
        if (attempts >= (splits ? 1 : SAME_SLICE_MAX)) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    stream + ": the pages were begun anew " + attempts + " times for the same slice"
                            + start.map(from -> " (from " + Python.str(from) + ")")
                                    .orElse("")
                            + "; check pagination_reset: its limit may be smaller than what one cursor value has");
        }
        start = next;
        records = 0;
    }
}
