package dev.ingest.writer.parked;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Tells, message by message in the order of the log, whose turn has come: those whose predecessors were all met. */
public final class Turns {
    /** A run that is not whole after so long never will be: Kafka's clients have given up long before. */
    private static final Duration OPEN_MAX = Duration.ofHours(1);

    /** Runs that are remembered; the last message of one is minutes behind its first. */
    private static final int RUNS_MAX = 10_000;

    private final Map<String, Run> runs = new LinkedHashMap<>();

    private record Run(long from, int next, boolean whole, Instant at) {}

    /**
     * Meets a message.
     *
     * @param offset its place in the log of what is parked
     * @param at when it was put there
     * @return where its run begins, or nothing if a message before it is missing
     */
    public OptionalLong meet(Turn turn, long offset, Instant at) {
        Run run = runs.get(turn.run());
        if (run == null && turn.index() == 0) {
            runs.put(turn.run(), new Run(offset, 1, turn.isLast(), at));
            forgetOldest();
            return OptionalLong.of(offset);
        }
        if (run == null || turn.index() > run.next()) {
            return OptionalLong.empty();
        }
        runs.put(turn.run(), new Run(run.from(), turn.index() + 1, run.whole() || turn.isLast(), run.at()));
        return OptionalLong.of(run.from());
    }

    /** Where the first run begins of which more may come. */
    OptionalLong open(Instant now) {
        return runs.values().stream()
                .filter(run -> !run.whole() && now.isBefore(run.at().plus(OPEN_MAX)))
                .mapToLong(Run::from)
                .min();
    }

    private void forgetOldest() {
        if (runs.size() > RUNS_MAX) {
            runs.remove(runs.keySet().iterator().next());
        }
    }
}
