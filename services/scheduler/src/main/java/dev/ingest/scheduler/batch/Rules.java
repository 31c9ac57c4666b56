package dev.ingest.scheduler.batch;

/**
 * When batches grow and shrink.
 *
 * @param min smallest batch
 * @param max greatest batch
 * @param low memory below this part of the limit lets a batch grow
 * @param high memory above this part of the limit shrinks it
 * @param time a piece of work above this part of the deadline shrinks it
 * @param errors more errors than this part of the last drains keep it from growing
 */
public record Rules(int min, int max, double low, double high, double time, double errors) {
    /** What a batch is multiplied with when it grows. Memory and time that are just low enough stay below what shrinks it. */
    static final double GROWTH = 1.25;

    /** What a batch is multiplied with when it shrinks. What is just too high stays above what lets it grow. */
    static final double SHRINKING = 0.75;

    public Rules {
        if (min < 1 || max < min) {
            throw new IllegalArgumentException("min: %d, max: %d (expected: 1 <= min <= max)".formatted(min, max));
        }
        if (!(low > 0 && low * GROWTH < high && low <= high * SHRINKING && high <= 1)) {
            throw new IllegalArgumentException(
                    "low: %s, high: %s (expected: 0 < low, low * 1.34 < high <= 1, or batches would swing)"
                            .formatted(low, high));
        }
        part("time", time);
        part("errors", errors);
    }

    private static void part(String field, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException("%s: %s (expected: above 0, at most 1)".formatted(field, value));
        }
    }
}
