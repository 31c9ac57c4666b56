package dev.ingest.gateway.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TransformationTurnsTest {
    private final Deque<Runnable> started = new ArrayDeque<>();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();

    private TransformationTurns turns(int atOnce, int ofTenant, int waiting) {
        return new TransformationTurns(
                new TransformationTurns.Limits(atOnce, ofTenant, waiting, Duration.ofSeconds(10)),
                new TransformationTurns.Threads(started::add, Runnable::run),
                (wait, action) -> later.add(action),
                nanos::get);
    }

    private CompletionStage<Boolean> run(TransformationTurns turns, String tenant, String name) {
        return turns.run(tenant, () -> done.add(name));
    }

    private void runAll() {
        while (!started.isEmpty()) {
            started.remove().run();
        }
    }

    @Test
    void tenantsTakeTurns() {
        TransformationTurns turns = turns(1, 1, 100);
        for (int i = 0; i < 3; i++) {
            run(turns, "slow", "slow " + i);
        }
        run(turns, "a", "a");
        run(turns, "b", "b");
        runAll();
        assertThat(done).containsExactly("slow 0", "a", "b", "slow 1", "slow 2");
    }

    @Test
    void noTenantHasAllThreads() {
        TransformationTurns turns = turns(3, 2, 100);
        for (int i = 0; i < 5; i++) {
            run(turns, "slow", "slow " + i);
        }
        assertThat(started).hasSize(2);
        run(turns, "other", "other");
        assertThat(started).hasSize(3);
        started.removeLast().run();
        assertThat(done).containsExactly("other");
        runAll();
        assertThat(done).hasSize(6);
    }

    @Test
    void whatIsTooMuchOrWaitsTooLongIsToldToComeBack() {
        TransformationTurns turns = turns(1, 1, 1);
        CompletionStage<Boolean> first = run(turns, "a", "first");
        CompletionStage<Boolean> second = run(turns, "a", "second");
        assertThat(run(turns, "a", "third"))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .satisfies(TransformationTurnsTest::isUnavailable);
        assertThat(first).isNotDone();

        started.remove().run();
        assertThat(first).isCompleted();
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        later.remove().run();
        assertThat(second)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .satisfies(TransformationTurnsTest::isUnavailable);
        runAll();
        assertThat(done).containsExactly("first");
    }

    private static void isUnavailable(Throwable failure) {
        assertThat(failure.getCause())
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    void defectEndsItsTurnAndNoOther() {
        TransformationTurns turns = turns(1, 1, 100);
        CompletionStage<Object> broken = turns.run("a", () -> {
            throw new IllegalStateException("defect");
        });
        run(turns, "a", "next");
        runAll();
        assertThat(broken).isCompletedExceptionally();
        assertThat(done).containsExactly("next");
    }
}
