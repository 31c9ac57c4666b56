package dev.ingest.scheduler.batch;

import dev.ingest.scheduler.batch.Decision.Action;
import dev.ingest.scheduler.batch.Signal.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Decides what becomes of a stream's batch size. Nothing but what it is given goes into a decision.
 *
 * <p>Memory and time follow the batch, so what shrinks a batch does not let it grow afterwards and the other way round: between
 * {@link Rules#low} and {@link Rules#high} there is room for one step. A batch that was too much within the last drains is not
 * tried again.
 */
public final class Tuner {
    /** Drains that count for the rate of errors, this one included. */
    public static final int WINDOW = 20;

    private final Rules rules;

    public Tuner(Rules rules) {
        this.rules = rules;
    }

    /**
     * An earlier drain of the stream.
     *
     * @param outcome how it ended
     * @param batch the batch size that it worked with
     * @param tooMuch whether that was too much: it asked for less
     */
    public record Past(Outcome outcome, int batch, boolean tooMuch) {}

    /**
     * The decision.
     *
     * @param signal what a drain tells
     * @param current the stream's batch size; a drain that began before it was set worked with another
     * @param before earlier drains, newest first; those beyond the window do not count
     */
    public Decision decide(Signal signal, int current, List<Past> before) {
        if (signal.outcome().isTooMuch()) {
            return lower(Action.HALVE, signal.batch() / 2, current, because(signal.outcome()));
        }
        if (signal.memory() > rules.high()) {
            return lower(
                    Action.SHRINK,
                    shrunk(signal),
                    current,
                    "memory: %s of the limit (more than %s)"
                            .formatted(percent(signal.memory()), percent(rules.high())));
        }
        if (signal.time() > rules.time()) {
            return lower(
                    Action.SHRINK,
                    shrunk(signal),
                    current,
                    "time: one piece took %s of the deadline (more than %s)"
                            .formatted(percent(signal.time()), percent(rules.time())));
        }
        List<Past> window = before.stream().limit(WINDOW - 1).toList();
        return againstGrowth(signal, current, window)
                .map(reason -> new Decision(Action.KEEP, current, reason))
                .orElseGet(() -> new Decision(
                        Action.GROW,
                        grown(current),
                        "memory: %s of the limit (less than %s)"
                                .formatted(percent(signal.memory()), percent(rules.low()))));
    }

    private Optional<String> againstGrowth(Signal signal, int current, List<Past> window) {
        if (signal.outcome().isError()) {
            return Optional.of("the drain failed");
        }
        if (signal.memory() >= rules.low()) {
            return Optional.of("memory: %s of the limit, as it should be".formatted(percent(signal.memory())));
        }
        if (signal.time() * Rules.GROWTH > rules.time()) {
            return Optional.of("time: one piece took %s of the deadline".formatted(percent(signal.time())));
        }
        if (tooManyErrors(window)) {
            return Optional.of("errors: %d of the last %d drains (more than %s)"
                    .formatted(errors(window), window.size() + 1, percent(rules.errors())));
        }
        if (signal.batch() != current) {
            return Optional.of("the drain worked with batches of %d".formatted(signal.batch()));
        }
        if (signal.records() < current) {
            return Optional.of("%d records do not fill a batch".formatted(signal.records()));
        }
        if (current >= rules.max()) {
            return Optional.of("it is the greatest");
        }
        return tooMuch(window).stream()
                .filter(limit -> grown(current) >= limit)
                .mapToObj("batches of %d were too much"::formatted)
                .findFirst();
    }

    private Decision lower(Action action, int target, int current, String reason) {
        if (current <= rules.min()) {
            return new Decision(Action.ALERT, current, reason + "; the batch is the smallest already");
        }
        int to = Math.max(rules.min(), target);
        return to < current
                ? new Decision(action, to, reason)
                : new Decision(Action.KEEP, current, reason + "; the batch is smaller since");
    }

    private static int shrunk(Signal signal) {
        return (int) (signal.batch() * Rules.SHRINKING);
    }

    private int grown(int current) {
        return (int) Math.min(rules.max(), Math.max(current + 1L, (long) (current * Rules.GROWTH)));
    }

    private boolean tooManyErrors(List<Past> window) {
        return errors(window) > rules.errors() * (window.size() + 1);
    }

    private static long errors(List<Past> window) {
        return window.stream().filter(past -> past.outcome().isError()).count();
    }

    /** The smallest batch that was too much. */
    private static OptionalInt tooMuch(List<Past> window) {
        return window.stream().filter(Past::tooMuch).mapToInt(Past::batch).min();
    }

    private static String because(Outcome outcome) {
        return switch (outcome) {
            case TIMED_OUT -> "a piece of its work was cut off";
            case OUT_OF_MEMORY -> "the process ran out of memory";
            case LOST -> "the drain started and never told its end: out of time or memory";
            case WORKED, FAILED -> throw new IllegalArgumentException("%s asks for nothing".formatted(outcome));
        };
    }

    private static String percent(double part) {
        return Math.round(part * 100) + " %";
    }
}
