package dev.ingest.lake;

/** A run's branch does not hold what its full refresh is said to consist of. Nothing was swapped in. */
public final class IncompleteRefreshException extends LakeException {

    IncompleteRefreshException(TableId table, Refresh refresh, Collected expected, Collected found) {
        super("table %s, branch %s: %s (expected: %s)".formatted(table, refresh.branch(), found, expected));
    }
}
