package dev.ingest.bench;

/** How much processor time a filled topic takes, once what runs is warm. */
final class Throughput {
    private static final int POLL_MILLIS = 50;
    private static final int AFTER_SECONDS = 20;
    private static final long NANOS_MAX = 3600L * 1_000_000_000;

    private Throughput() {}

    /** Prints one row of the table. */
    static void run(Tables tables, Side side, long warm, long rows, String who, String jvm) throws Exception {
        var visible = tables.new Visible(side.namespace(), side.table());
        side.pause();
        side.topic().fill(0, warm);
        side.goOn();
        await(visible, warm);
        side.pause();
        side.topic().fill(warm, warm + rows);
        int before = visible.snapshots();
        double cpu = side.process().cpuSeconds();
        long started = System.nanoTime();
        side.goOn();
        await(visible, warm + rows);
        double seconds = (System.nanoTime() - started) / 1e9;
        double used = side.process().cpuSeconds() - cpu;
        int commits = visible.snapshots() - before;
        Thread.sleep(AFTER_SECONDS * 1000L);
        double after = side.process().cpuSeconds() - cpu - used;
        tables.check(side.namespace(), side.table(), warm + rows);
        System.out.printf(
                "| %s | %s | %d | %.1f | %.0f | %.1f | %d | %.1f | %d | %.1f |%n",
                who,
                jvm,
                rows,
                used,
                rows / used,
                used / rows * 1e6,
                commits,
                seconds,
                side.process().peakMebibytes(),
                after);
    }

    static void await(Tables.Visible visible, long rows) throws Exception {
        long deadline = System.nanoTime() + NANOS_MAX;
        while (visible.rows() < rows) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("%d rows (expected: %d)".formatted(visible.rows(), rows));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
