package dev.ingest.lake;

/** A branch does not hold what its slice is said to consist of. Nothing was published. */
public final class MismatchException extends LakeException {

    private final Expected expected;
    private final Expected found;

    MismatchException(TableId table, SliceAttempt slice, Expected expected, Expected found) {
        super("table %s, branch %s: %s (expected: %s)".formatted(table, slice.branch(), found, expected));
        this.expected = expected;
        this.found = found;
    }

    public Expected expected() {
        return expected;
    }

    public Expected found() {
        return found;
    }
}
