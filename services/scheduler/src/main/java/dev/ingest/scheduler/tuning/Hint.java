package dev.ingest.scheduler.tuning;

import dev.ingest.contracts.error.IngestException;

/**
 * How much of a stream is done at once.
 *
 * @param batch records in an envelope at most
 * @param slices slices in a drain at most
 */
public record Hint(int batch, int slices) {
    /** More records than an envelope of the smallest ones holds. */
    private static final int BATCH_MAX = 100_000;

    /** More slices than a run of a stream has. */
    private static final int SLICES_MAX = 5000;

    public Hint {
        batch = within("batch", batch, BATCH_MAX);
        slices = within("slices", slices, SLICES_MAX);
    }

    private static int within(String field, int value, int max) {
        if (value < 1 || value > max) {
            throw IngestException.invalid("%s: %d (expected: 1 to %d)".formatted(field, value, max));
        }
        return value;
    }
}
