package dev.ingest.scheduler.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.scheduler.batch.Decision.Action;
import dev.ingest.scheduler.batch.Signal.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The product's table: low memory, high memory, time-out or out of memory, stuck at the minimum. */
class TunerTest {
    private static final Rules RULES = new Rules(10, 10_000, 0.5, 0.8, 0.8, 0.1);
    private static final Duration DEADLINE = Duration.ofSeconds(240);
    private static final int CASES = 50_000;

    private final Tuner tuner = new Tuner(RULES);

    private static Signal signal(Outcome outcome, int batch, int memoryPercent, int timePercent) {
        return new Signal(
                outcome,
                batch,
                batch * 3L,
                memoryPercent,
                100,
                DEADLINE.multipliedBy(timePercent).dividedBy(100),
                DEADLINE);
    }

    private Decision decide(Signal signal, int current, Tuner.Past... before) {
        return tuner.decide(signal, current, List.of(before));
    }

    private static List<Tuner.Past> past(Outcome outcome, int count) {
        return Collections.nCopies(count, new Tuner.Past(outcome, 5000, false));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10, GROW, 625",
        "49, 10, GROW, 625",
        "50, 10, KEEP, 500",
        "80, 10, KEEP, 500",
        "81, 10, SHRINK, 375",
        "100, 10, SHRINK, 375",
        // time: what is just low enough now would not be after growing
        "10, 64, GROW, 625",
        "10, 65, KEEP, 500",
        "10, 80, KEEP, 500",
        "10, 81, SHRINK, 375"
    })
    void memoryAndTimeMoveTheBatch(int memory, int time, Action action, int batch) {
        Decision decision = decide(signal(Outcome.WORKED, 500, memory, time), 500);
        assertThat(decision.action()).as(decision.reason()).isEqualTo(action);
        assertThat(decision.batch()).isEqualTo(batch);
    }

    @ParameterizedTest
    @EnumSource(names = {"TIMED_OUT", "OUT_OF_MEMORY", "LOST"})
    void timeOutAndOutOfMemoryHalveAtOnce(Outcome outcome) {
        Decision decision = decide(signal(outcome, 500, 10, 10), 500);
        assertThat(decision.action()).isEqualTo(Action.HALVE);
        assertThat(decision.batch()).isEqualTo(250);
    }

    @ParameterizedTest
    @CsvSource({"LOST, 10", "TIMED_OUT, 10", "OUT_OF_MEMORY, 10", "WORKED, 90"})
    void whatIsStuckAtTheMinimumRaisesAnAlert(Outcome outcome, int memory) {
        Decision decision = decide(signal(outcome, 10, memory, 10), 10);
        assertThat(decision.action()).isEqualTo(Action.ALERT);
        assertThat(decision.batch()).isEqualTo(10);
        assertThat(decision.reason()).endsWith("the batch is the smallest already");
    }

    @ParameterizedTest
    @CsvSource({"1, GROW", "2, GROW", "3, KEEP"})
    void moreErrorsThanATenthOfTheLastTwentyDrainsKeepItFromGrowing(int errors, Action action) {
        List<Tuner.Past> before = new ArrayList<>(past(Outcome.FAILED, errors));
        before.addAll(past(Outcome.WORKED, 19 - errors));
        before.addAll(past(Outcome.FAILED, 30)); // too long ago
        assertThat(tuner.decide(signal(Outcome.WORKED, 500, 10, 10), 500, before)
                        .action())
                .isEqualTo(action);
    }

    @Test
    void failedDrainKeepsTheBatch() {
        assertThat(decide(signal(Outcome.FAILED, 500, 10, 10), 500).action()).isEqualTo(Action.KEEP);
        assertThat(decide(signal(Outcome.FAILED, 500, 90, 10), 500).action()).isEqualTo(Action.SHRINK);
    }

    @Test
    void drainsThatBeganBeforeTheBatchWasChangedDoNotChangeItTwice() {
        assertThat(decide(signal(Outcome.LOST, 500, 10, 10), 250).batch()).isEqualTo(250);
        assertThat(decide(signal(Outcome.WORKED, 500, 90, 10), 375).batch()).isEqualTo(375);
        assertThat(decide(signal(Outcome.WORKED, 400, 10, 10), 500).batch()).isEqualTo(500);
    }

    @Test
    void batchThatIsNeverFullDoesNotGrow() {
        var few = new Signal(Outcome.WORKED, 500, 499, 10, 100, Duration.ofSeconds(1), DEADLINE);
        assertThat(decide(few, 500).action()).isEqualTo(Action.KEEP);
    }

    @Test
    void batchThatWasTooMuchLatelyIsNotTriedAgain() {
        var died = new Tuner.Past(Outcome.LOST, 600, true);
        List<Tuner.Past> before = new ArrayList<>(past(Outcome.WORKED, 18));
        before.add(died);
        assertThat(tuner.decide(signal(Outcome.WORKED, 500, 10, 10), 500, before)
                        .action())
                .isEqualTo(Action.KEEP);
        before.addFirst(new Tuner.Past(Outcome.WORKED, 500, false));
        assertThat(tuner.decide(signal(Outcome.WORKED, 500, 10, 10), 500, before)
                        .action())
                .isEqualTo(Action.GROW);
    }

    @Test
    void whateverIsToldItStaysWithinBoundsNeverGrowsOnErrorsAndHalvesExactly() {
        var random = new Random(20_261_121);
        for (int i = 0; i < CASES; i++) {
            Outcome outcome = Outcome.values()[random.nextInt(Outcome.values().length)];
            int current = RULES.min() + random.nextInt(RULES.max() - RULES.min() + 1);
            int used = random.nextBoolean() ? current : 1 + random.nextInt(2 * RULES.max());
            var signal = new Signal(
                    outcome,
                    used,
                    random.nextInt(30_000),
                    random.nextInt(120),
                    random.nextInt(10) == 0 ? 0 : 100,
                    Duration.ofSeconds(random.nextInt(300)),
                    random.nextInt(10) == 0 ? Duration.ZERO : DEADLINE);
            List<Tuner.Past> before = history(random);

            Decision decision = tuner.decide(signal, current, before);

            String what = "%s at %d after %s: %s".formatted(signal, current, before, decision);
            assertThat(decision.batch()).as(what).isBetween(RULES.min(), RULES.max());
            switch (decision.action()) {
                case GROW -> {
                    assertThat(decision.batch()).as(what).isGreaterThan(current);
                    assertThat(outcome).as(what).isEqualTo(Outcome.WORKED);
                    assertThat(10 * errors(before)).as(what).isLessThanOrEqualTo(Math.min(before.size(), 19) + 1);
                }
                case SHRINK -> assertThat(decision.batch()).as(what).isLessThan(current);
                case HALVE -> {
                    assertThat(decision.batch()).as(what).isEqualTo(Math.max(RULES.min(), used / 2));
                    assertThat(decision.batch()).as(what).isLessThan(current);
                }
                case KEEP -> assertThat(decision.batch()).as(what).isEqualTo(current);
                case ALERT -> assertThat(current).as(what).isEqualTo(RULES.min());
            }
        }
    }

    private static List<Tuner.Past> history(Random random) {
        int errorsIn100 = random.nextInt(3) == 0 ? 40 : 4;
        return random.ints(random.nextInt(40), 0, 100)
                .mapToObj(roll -> new Tuner.Past(
                        roll < errorsIn100
                                ? Outcome.values()[1 + random.nextInt(Outcome.values().length - 1)]
                                : Outcome.WORKED,
                        1 + random.nextInt(RULES.max()),
                        random.nextInt(8) == 0))
                .toList();
    }

    private static long errors(List<Tuner.Past> before) {
        return before.stream()
                .limit(19)
                .filter(past -> past.outcome() != Outcome.WORKED)
                .count();
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 0.5, 0.8", "20, 10, 0.5, 0.8", "1, 10, 0.7, 0.8", "1, 10, 0.5, 1.1", "1, 10, 0, 0.8"})
    void rulesThatWouldSwingOrMakeNoSenseAreRefused(int min, int max, double low, double high) {
        assertThatThrownBy(() -> new Rules(min, max, low, high, 0.8, 0.1)).hasMessageContaining("(expected: ");
    }
}
