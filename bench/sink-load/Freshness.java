package dev.ingest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** How long a record that is sent at an even pace takes to be a row that a reader sees. */
final class Freshness {
    private static final int POLL_MILLIS = 10;

    /** As the product's senders: at most one more wakeup within it. */
    private static final int WAKEUPS_MILLIS = 200;

    private final Side side;
    private final Tables.Visible visible;
    private final int perSecond;
    private final long[] sent;
    private final long[] seen;
    private final AtomicBoolean sleeping = new AtomicBoolean();

    private Freshness(Tables tables, Side side, int perSecond, int seconds) {
        this.side = side;
        this.visible = tables.new Visible(side.namespace(), side.table());
        this.perSecond = perSecond;
        this.sent = new long[perSecond * (1 + seconds)];
        this.seen = new long[sent.length];
    }

    /**
     * Prints one row of the table. A second's records are sent first and waited for: only then does a side that just started
     * take part. Those of the warm-up are not measured either.
     *
     * @param log where the sink says that a commit timed out
     */
    static void run(
            Tables tables,
            Side side,
            int perSecond,
            int warmSeconds,
            int seconds,
            String who,
            String interval,
            Optional<Path> log)
            throws Exception {
        var all = new Freshness(tables, side, perSecond, warmSeconds + seconds);
        side.topic().fill(0, perSecond);
        if (side instanceof Side.Ours ours) {
            ours.topic().wake();
        }
        Throughput.await(all.visible, perSecond);
        long timeouts = timeouts(log);
        int snapshots = all.visible.snapshots();
        double cpu = side.process().cpuSeconds();
        all.measure();
        double used = side.process().cpuSeconds() - cpu;
        tables.check(side.namespace(), side.table(), all.sent.length);
        print(
                who,
                interval,
                all.latencies((1 + warmSeconds) * perSecond),
                all.visible.snapshots() - snapshots,
                log.isPresent() ? String.valueOf(timeouts(log) - timeouts) : "–",
                used);
    }

    private static long timeouts(Optional<Path> log) throws IOException {
        return log.isEmpty()
                ? 0
                : Files.readAllLines(log.get()).stream()
                        .filter(line -> line.contains("Commit timeout reached"))
                        .count();
    }

    private void measure() throws Exception {
        Thread.ofPlatform().daemon().start(this::send);
        if (side instanceof Side.Ours ours) {
            Thread.ofPlatform().daemon().start(() -> wake(ours));
        }
        long rows = perSecond;
        while (rows < seen.length) {
            long now = visible.rows();
            Arrays.fill(seen, (int) rows, (int) now, System.nanoTime());
            rows = now;
            Thread.sleep(POLL_MILLIS);
        }
    }

    private void send() {
        long started = System.nanoTime();
        for (int record = perSecond; record < sent.length; record++) {
            long due = started + (record - perSecond) * 1_000_000_000L / perSecond;
            while (System.nanoTime() < due) {
                pause(1);
            }
            sent[record] = System.nanoTime();
            side.topic().send(record, record + 1, (_, _) -> sleeping.set(true));
        }
    }

    private void wake(Side.Ours ours) {
        while (true) {
            if (sleeping.getAndSet(false)) {
                ours.topic().wake();
                pause(WAKEUPS_MILLIS);
            }
            pause(1);
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private long[] latencies(int first) {
        long[] nanos = new long[sent.length - first];
        for (int record = 0; record < nanos.length; record++) {
            nanos[record] = seen[first + record] - sent[first + record];
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static void print(
            String who, String interval, long[] nanos, int snapshots, String timeouts, double cpu) {
        System.out.printf(
                "| %s | %s | %d | %.2f | %.2f | %.2f | %.2f | %d | %s | %.1f |%n",
                who,
                interval,
                nanos.length,
                at(nanos, 0.5),
                at(nanos, 0.95),
                at(nanos, 0.99),
                at(nanos, 1),
                snapshots,
                timeouts,
                cpu);
    }

    private static double at(long[] nanos, double share) {
        return nanos[(int) Math.ceil(share * nanos.length) - 1] / 1e9;
    }
}
