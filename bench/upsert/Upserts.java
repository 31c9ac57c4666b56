package dev.ingest.lake;

import com.sun.management.OperatingSystemMXBean;
import dev.ingest.lake.index.KeyIndex;
import dev.ingest.lake.upkeep.UpkeepPolicy;
import dev.ingest.lake.upkeep.UpkeepResult;
import dev.ingest.lake.upkeep.UpkeepStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Upserts into a table of some rows in 8 files, on local files and a catalog in memory: what a batch costs the whole process, and
 * what a full scan costs afterwards. Run by bench/upserts; in this package for the peers that decode as the product does.
 */
public final class Upserts {
    private static final int FILES = 8;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final int rows = Integer.getInteger("rows", 1_000_000);
    private final int batch = Integer.getInteger("batch", 100_000);
    private final int rounds = Integer.getInteger("rounds", 10);
    private final Path home;
    private final KeyIndex index;

    private Upserts(Path home, boolean indexed) {
        this.home = home;
        this.index = indexed ? new KeyIndex(home.resolve("keys"), Long.MAX_VALUE, System.err::println) : KeyIndex.none();
    }

    public static void main(String[] arguments) throws Exception {
        System.setProperty("iceberg.worker.num-threads", "2");
        FileFormats.register();
        var bench = new Upserts(Path.of(arguments[0]), List.of(arguments).contains("indexed"));
        switch (arguments[1]) {
            case "compare" -> bench.compare(Strategy.valueOf(arguments[2]), arguments[3].equals("mixed"));
            case "rows" -> bench.growingRows(arguments[2]);
            case "commits" -> bench.growingCommits();
            case "hot" -> bench.hot(arguments[2], Integer.parseInt(arguments[3]));
            default -> throw new IllegalArgumentException(arguments[1]);
        }
    }

    /** What happened meanwhile. */
    private record Cost(long cpuMs, long bytes, long heapMb) {
        Cost plus(Cost other) {
            return new Cost(cpuMs + other.cpuMs, bytes + other.bytes, Math.max(heapMb, other.heapMb));
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private Cost cost(Work work) throws IOException {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        long bytes = bytes();
        long cpu = SYSTEM.getProcessCpuTime();
        work.run();
        long ms = (SYSTEM.getProcessCpuTime() - cpu) / 1_000_000;
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        return new Cost(ms, bytes() - bytes, heap >> 20);
    }

    private void compare(Strategy strategy, boolean mixed) throws IOException {
        LakeTable table = table(strategy.formatVersion);
        var orders = new Orders(false);
        long offset = fill(table, orders, rows);
        var random = new SplittableRandom(3);
        double clean = perRow(table);
        long live = rows;
        System.out.printf("| %s | %s | clean | – | – | – | %.0f ms | 1.00 |%n", strategy, kind(mixed), clean * live / 1e6);
        state(table, "clean", live, clean);
        for (int round = 1; round <= rounds; round++) {
            long[] chosen = mixed ? mixed(random, live) : uniform(random);
            live = mixed ? live + batch / 5 : live;
            Batch messages = batch(orders.messages(chosen), offset);
            Offsets upTo = Offsets.of("bench", 0, offset += messages.messages().size());
            Cost cost = cost(() -> strategy.put(table, messages, upTo));
            double now = perRow(table);
            state(table, Integer.toString(round), live, now);
            System.out.printf(
                    "| %s | %s | %d | %d | %.1f | %d | %.0f ms | %.2f |%n",
                    strategy, kind(mixed), round, cost.cpuMs(), cost.bytes() / 1e6, cost.heapMb(), now * live / 1e6, now / clean);
        }
        if (table.count() > rows + (long) rounds * batch) {
            throw new IllegalStateException("rows: " + table.count());
        }
        upkeep(table, strategy, mixed, live, clean);
    }

    /** Tells other readers where a state of the table is: nothing is forgotten within the hour. */
    private void state(LakeTable table, String round, long live, double perRow) throws IOException {
        String line = "%s\t%s\t%d\t%.1f%n".formatted(round, table.metadataFile().orElseThrow(), live, perRow * live / 1e6);
        Files.writeString(home.resolve("states"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void upkeep(LakeTable table, Strategy strategy, boolean mixed, long live, double clean) throws IOException {
        var results = new ArrayList<UpkeepResult>();
        Cost cost = cost(() -> results.add(table.upkeep(UpkeepPolicy.DEFAULT, Clock.systemUTC(), Instant.now().plusSeconds(600))));
        for (UpkeepStep step : results.getFirst().steps()) {
            if (step instanceof UpkeepStep.Dropped(String name, RuntimeException reason)) {
                throw new IllegalStateException(name, reason);
            }
        }
        double now = perRow(table);
        state(table, "after upkeep", live, now);
        System.out.printf(
                "| %s | %s | after upkeep (%d steps) | %d | %.1f | %d | %.0f ms | %.2f |%n",
                strategy, kind(mixed), results.getFirst().steps().size(), cost.cpuMs(), cost.bytes() / 1e6, cost.heapMb(), now * live / 1e6, now / clean);
    }

    /** Rows of a file in tables that have grown: as after compaction. */
    private static final int ROWS_PER_FILE = 1_000_000;

    /**
     * One batch into ever more rows: updates of the newest keys (ordered), or of any (random), with an index of the files' keys or
     * without; a tenth is new.
     */
    private void growingRows(String keys) throws IOException {
        boolean ordered = keys.equals("ordered");
        LakeTable table = table(3);
        var orders = new Orders(ordered);
        long offset = 0;
        long live = 0;
        var random = new SplittableRandom(5);
        int perFile = rows / FILES;
        for (long target = rows; target <= Long.getLong("rows.max", 10_000_000L); target *= 2) {
            while (live < target) {
                long file = live < rows ? perFile : ROWS_PER_FILE;
                offset = push(table, orders, range(live, Math.min(target, live + file)), offset);
                live = Math.min(target, live + file);
            }
            long[] chosen = new long[batch];
            for (int i = 0; i < batch; i++) {
                chosen[i] = i < batch / 10 ? live + i : ordered ? live - 1 - random.nextLong(batch * 3L) : random.nextLong(live);
            }
            live += batch / 10;
            var best = new Cost(Long.MAX_VALUE, 0, 0);
            for (int i = 0; i < 3; i++) {
                Batch messages = batch(orders.messages(chosen), offset);
                Offsets upTo = Offsets.of("bench", 0, offset += messages.messages().size());
                Cost cost = cost(() -> Strategy.OURS.put(table, messages, upTo));
                best = cost.cpuMs() < best.cpuMs() ? cost : best;
            }
            System.out.printf("| %s | %,d | %d | %.1f | %d |%n", keys, target, best.cpuMs(), best.bytes() / 1e6, best.heapMb());
        }
    }

    /** A thousand records at a time, many times, with the upkeep that is due. */
    private void growingCommits() throws IOException {
        LakeTable table = table(3);
        var orders = new Orders(false);
        long offset = fill(table, orders, 100_000);
        var random = new SplittableRandom(5);
        long commits = Long.getLong("commits", 1000);
        long cpu = 0;
        long kept = 0;
        int steps = 0;
        for (long commit = 1; commit <= commits; commit++) {
            long[] chosen = random.longs(1000, 0, 100_000).distinct().toArray();
            Batch messages = batch(orders.messages(chosen), offset);
            Offsets upTo = Offsets.of("bench", 0, offset += messages.messages().size());
            long start = SYSTEM.getProcessCpuTime();
            Strategy.OURS.put(table, messages, upTo);
            long done = SYSTEM.getProcessCpuTime();
            steps += table.upkeep(UpkeepPolicy.DEFAULT, LATER, LATER.instant().plusSeconds(600)).steps().size();
            cpu += done - start;
            kept += SYSTEM.getProcessCpuTime() - done;
            if (commit == 10 || commit % (commits / 10) == 0) {
                long span = commit == 10 ? 10 : commit == commits / 10 ? commits / 10 - 10 : commits / 10;
                System.out.printf(
                        "| %,d | %.1f | %.1f | %d | %.0f ms | %d |%n",
                        commit, cpu / 1e6 / span, kept / 1e6 / span, steps, perRow(table) * 100_000 / 1e6, table.snapshots().size());
                cpu = 0;
                kept = 0;
                steps = 0;
            }
        }
    }

    /** Commits between two rounds of upkeep: one every ten seconds, upkeep once a minute. */
    private static final int COMMITS_A_MINUTE = 6;

    /** A small table, some of whose rows are updated over and over: files written anew where that is cheaper, or rows marked always. */
    private void hot(String way, int format) throws IOException {
        var copyOnWrite = switch (way) {
            case "marked" -> CopyOnWrite.NEVER;
            case "usual" -> CopyOnWrite.USUAL;
            default -> new CopyOnWrite(Long.parseLong(way), 1, 1 << 20, 32);
        };
        LakeTable table = new MemoryCatalog(new LocalFiles(), "file:" + home, index, copyOnWrite)
                .table(Orders.SPEC.withFormatVersion(format));
        var orders = new Orders(false);
        long offset = push(table, orders, range(0, rows), 0);
        var random = new SplittableRandom(5);
        int commits = Integer.getInteger("commits", 1000);
        var merges = new Cost(0, 0, 0);
        var upkeep = new Cost(0, 0, 0);
        double scans = 0;
        for (int commit = 1; commit <= 2 * commits; commit++) {
            if (commit == commits + 1) {
                // compiled by now
                merges = new Cost(0, 0, 0);
                upkeep = new Cost(0, 0, 0);
                scans = 0;
            }
            Batch messages = batch(orders.messages(random.longs(2L * batch, 0, rows).distinct().limit(batch).toArray()), offset);
            Offsets upTo = Offsets.of("bench", 0, offset += messages.messages().size());
            merges = merges.plus(quick(() -> Strategy.OURS.put(table, messages, upTo)));
            if (commit % COMMITS_A_MINUTE == 0) {
                scans += perRow(table) * rows / 1e6;
                upkeep = upkeep.plus(quick(() -> table.upkeep(UpkeepPolicy.DEFAULT, LATER, LATER.instant().plusSeconds(600))));
            }
        }
        System.out.printf(
                "| %,d | %,d | v%d | %s | %.1f | %.1f | %.1f | %.1f |%n",
                rows, batch, format, way,
                merges.cpuMs() / 1e3 / commits, upkeep.cpuMs() / 1e3 / commits, merges.bytes() / 1e3 / commits, scans * COMMITS_A_MINUTE / commits);
    }

    /** In microseconds, without a look at the heap. */
    private Cost quick(Work work) throws IOException {
        long bytes = bytes();
        long cpu = SYSTEM.getProcessCpuTime();
        work.run();
        return new Cost((SYSTEM.getProcessCpuTime() - cpu) / 1_000, bytes() - bytes, 0);
    }

    /** So that what is younger than an hour does not hide the cost of forgetting it. */
    private static final Clock LATER = Clock.offset(Clock.systemUTC(), java.time.Duration.ofHours(2));

    private LakeTable table(int formatVersion) {
        return new MemoryCatalog(new LocalFiles(), "file:" + home, index, CopyOnWrite.USUAL).table(Orders.SPEC.withFormatVersion(formatVersion));
    }

    private long fill(LakeTable table, Orders orders, long count) throws IOException {
        long offset = 0;
        for (long from = 0; from < count; from += count / FILES) {
            offset = push(table, orders, range(from, Math.min(count, from + count / FILES)), offset);
        }
        return offset;
    }

    private long push(LakeTable table, Orders orders, long[] chosen, long offset) throws IOException {
        Batch messages = batch(orders.messages(chosen), offset);
        long next = offset + messages.messages().size();
        Strategy.OURS.put(table, messages, Offsets.of("bench", 0, next));
        return next;
    }

    private static Batch batch(List<byte[]> messages, long offset) {
        var batch = new ArrayList<Message>();
        for (byte[] message : messages) {
            batch.add(new Message(new Position("bench", 0, offset + 1 + batch.size()), Op.UPSERT, message));
        }
        return new Batch(batch);
    }

    /** CPU nanoseconds per live row of a full scan of all columns: the better of two. */
    private static double perRow(LakeTable table) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 2; i++) {
            long cpu = SYSTEM.getProcessCpuTime();
            long found = 0;
            try (Rows rows = table.rows(RowQuery.all())) {
                while (rows.hasNext()) {
                    rows.next();
                    found++;
                }
            }
            best = Math.min(best, (double) (SYSTEM.getProcessCpuTime() - cpu) / found);
        }
        return best;
    }

    private long[] uniform(SplittableRandom random) {
        return random.longs(batch * 2L, 0, rows).distinct().limit(batch).toArray();
    }

    /** 80 % updates, which fall on a fifth of the keys, 20 % new orders. */
    private long[] mixed(SplittableRandom random, long live) {
        long[] updates = random.longs(batch * 4L, 0, live / 5).distinct().limit(batch * 4L / 5).toArray();
        return java.util.stream.LongStream.concat(
                        java.util.Arrays.stream(updates), java.util.stream.LongStream.range(live, live + batch / 5))
                .toArray();
    }

    private static long[] range(long from, long to) {
        return java.util.stream.LongStream.range(from, to).toArray();
    }

    private static String kind(boolean mixed) {
        return mixed ? "80/20 and inserts" : "uniform";
    }

    /** All bytes of the table's files; nothing is removed during a push. */
    private long bytes() {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
