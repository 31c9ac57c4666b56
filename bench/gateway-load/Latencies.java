/** Counts of latencies, 10 µs apart up to two seconds. */
final class Latencies {
    private static final int STEP_NANOS = 10_000;
    private static final int STEPS = 200_000;

    private final int[] counts = new int[STEPS + 1];
    private long total;

    void add(long nanos) {
        counts[(int) Math.min(STEPS, Math.max(0, nanos) / STEP_NANOS)]++;
        total++;
    }

    /** In milliseconds; NaN if there are none. */
    double percentile(double percent) {
        long wanted = (long) Math.ceil(total * percent / 100);
        long seen = 0;
        for (int i = 0; i <= STEPS; i++) {
            seen += counts[i];
            if (total > 0 && seen >= wanted) {
                return (i + 0.5) * STEP_NANOS / 1e6;
            }
        }
        return Double.NaN;
    }
}
