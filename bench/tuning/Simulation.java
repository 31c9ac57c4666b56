import dev.ingest.scheduler.batch.Decision;
import dev.ingest.scheduler.batch.Decision.Action;
import dev.ingest.scheduler.batch.Rules;
import dev.ingest.scheduler.batch.Signal;
import dev.ingest.scheduler.batch.Signal.Outcome;
import dev.ingest.scheduler.batch.Tuner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Self-tuning over workloads: what becomes of the writer's batch, drain by drain, with the scheduler's own {@link Tuner} and its
 * default rules. A workload says what a drain with a batch needs; the report of a drain arrives after the next one has begun, so
 * each drain works with the batch that was decided two drains before. Asserts: no batch outside its bounds.
 *
 * <p>Without arguments: the synthetic workloads. With the name of a file: a recorded one, a line for each drain with
 * {@code records,bytesPerRecord,baseMegabytes,limitMegabytes}.
 */
final class Simulation {
    private static final Rules RULES = new Rules(1000, 500_000, 0.5, 0.8, 0.8, 0.1);
    private static final int FIRST = 50_000;
    private static final int DRAINS = 400;
    private static final Duration DEADLINE = Duration.ofSeconds(240);
    private static final long MB = 1 << 20;

    /**
     * What a drain meets.
     *
     * @param records waiting for it
     * @param bytes memory that a record of a batch takes
     * @param base memory that the process takes anyway
     * @param limit memory that it may take
     * @param recordsPerSecond how fast a commit goes
     * @param breaks whether something else fails
     */
    record Load(long records, double bytes, long base, long limit, double recordsPerSecond, boolean breaks) {}

    /** Loads by the number of the drain. */
    interface Workload {
        Load at(int drain, Random random);
    }

    public static void main(String[] arguments) throws Exception {
        System.out.printf(
                "| workload | drains | grow | shrink | halve | alert | lost | records/commit: settled | settled after"
                        + " | turns afterwards |%n|---|---|---|---|---|---|---|---|---|---|%n");
        if (arguments.length == 1) {
            List<Load> recorded = Files.readAllLines(Path.of(arguments[0])).stream()
                    .map(Simulation::parse)
                    .toList();
            run("recorded", recorded.size(), (drain, random) -> recorded.get(drain));
            return;
        }
        run("small records, plenty of memory", DRAINS, (n, r) -> load(2_000_000, 300 * noise(r, 0.05), 512));
        run("2 KB records, 512 MB", DRAINS, (n, r) -> load(2_000_000, 2000 * noise(r, 0.1), 512));
        run("2 KB records, 192 MB", DRAINS, (n, r) -> load(2_000_000, 2000 * noise(r, 0.1), 192));
        run("noise of 30 %", DRAINS, (n, r) -> load(2_000_000, 2000 * noise(r, 0.3), 512));
        run("records become ten times as large", DRAINS, (n, r) -> load(2_000_000, n < 200 ? 600 : 6000, 512));
        run("bursts: every tenth drain is full", DRAINS, (n, r) -> load(n % 10 == 0 ? 2_000_000 : 900, 2000, 512));
        run("never a full batch", DRAINS, (n, r) -> load(12_000, 300, 512));
        run("a slow destination: 400 records/s", DRAINS, (n, r) -> slow(400 * noise(r, 0.1)));
        run("a tenth fails for other reasons", DRAINS, (n, r) -> broken(r.nextInt(10) == 0));
        run("a third fails for other reasons", DRAINS, (n, r) -> broken(r.nextInt(3) == 0));
        run("1 MB records in 192 MB", DRAINS, (n, r) -> load(2_000_000, 1e6, 192));
    }

    private static Load parse(String line) {
        String[] fields = line.split(",", -1);
        return new Load(
                Long.parseLong(fields[0]),
                Double.parseDouble(fields[1]),
                Long.parseLong(fields[2]) * MB,
                Long.parseLong(fields[3]) * MB,
                50_000,
                false);
    }

    private static double noise(Random random, double part) {
        return 1 + (2 * random.nextDouble() - 1) * part;
    }

    private static Load load(long records, double bytes, int limit) {
        return new Load(records, bytes, 40 * MB, limit * MB, 50_000, false);
    }

    private static Load slow(double recordsPerSecond) {
        return new Load(2_000_000, 300, 40 * MB, 512 * MB, recordsPerSecond, false);
    }

    private static Load broken(boolean breaks) {
        return new Load(2_000_000, 2000, 40 * MB, 512 * MB, 50_000, breaks);
    }

    private static Signal drain(Load load, int batch) {
        long filled = Math.min(batch, load.records());
        double peak = load.base() + filled * load.bytes();
        var longest = Duration.ofMillis((long) (filled * 1000 / load.recordsPerSecond()));
        boolean lost = peak > load.limit() || longest.compareTo(DEADLINE) > 0;
        Outcome outcome = lost ? Outcome.LOST : load.breaks() ? Outcome.FAILED : Outcome.WORKED;
        return lost
                ? new Signal(outcome, batch, 0, 0, load.limit(), Duration.ZERO, DEADLINE)
                : new Signal(outcome, batch, load.records(), (long) peak, load.limit(), longest, DEADLINE);
    }

    private static void run(String name, int drains, Workload workload) {
        var random = new Random(7);
        var tuner = new Tuner(RULES);
        List<Tuner.Past> past = new ArrayList<>();
        List<Integer> batches = new ArrayList<>();
        Map<Action, Integer> actions = new EnumMap<>(Action.class);
        int lost = 0;
        int current = FIRST;
        int used = FIRST;
        for (int drain = 0; drain < drains; drain++) {
            int next = current;
            Signal signal = drain(workload.at(drain, random), used);
            Decision decision = tuner.decide(signal, current, past);
            past.addFirst(new Tuner.Past(signal.outcome(), used, decision.action().asksForLess()));
            actions.merge(decision.action(), 1, Integer::sum);
            lost += signal.outcome() == Outcome.LOST ? 1 : 0;
            current = decision.batch();
            used = next;
            batches.add(current);
            if (current < RULES.min() || current > RULES.max()) {
                throw new AssertionError("%s: batch %d in drain %d".formatted(name, current, drain));
            }
        }
        System.out.printf(
                "| %s | %d | %d | %d | %d | %d | %d | %,d | %d | %d |%n",
                name,
                drains,
                actions.getOrDefault(Action.GROW, 0),
                actions.getOrDefault(Action.SHRINK, 0),
                actions.getOrDefault(Action.HALVE, 0),
                actions.getOrDefault(Action.ALERT, 0),
                lost,
                current,
                settled(batches),
                turns(batches));
    }

    /** The drain from which on the batch stays within a step of where it ends. */
    private static int settled(List<Integer> batches) {
        int last = batches.getLast();
        int drain = batches.size();
        while (drain > 0 && Math.abs(batches.get(drain - 1) - last) <= last / 3) {
            drain--;
        }
        return drain;
    }

    /** How often it turned from growing to shrinking or back in the second half. */
    private static int turns(List<Integer> batches) {
        int turns = 0;
        int direction = 0;
        for (int drain = batches.size() / 2; drain < batches.size(); drain++) {
            int step = Integer.signum(batches.get(drain) - batches.get(drain - 1));
            if (step != 0 && direction != 0 && step != direction) {
                turns++;
            }
            direction = step == 0 ? direction : step;
        }
        return turns;
    }
}
