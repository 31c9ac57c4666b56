package dev.ingest.scheduler.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.scheduler.run.RunState.Cancelled;
import dev.ingest.scheduler.run.RunState.Failed;
import dev.ingest.scheduler.run.RunState.PartlyFailed;
import dev.ingest.scheduler.run.RunState.Queued;
import dev.ingest.scheduler.run.RunState.Running;
import dev.ingest.scheduler.run.RunState.Succeeded;
import dev.ingest.scheduler.run.RunState.WaitingForBudget;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunStateTest {
    private static final Instant LATER = Instant.parse("2026-03-01T12:00:00Z");
    private static final Running RUNNING = new Running();

    @Test
    void runEndsWithItsLastStream() {
        assertThat(given(new Succeeded(), RUNNING)).isEqualTo(RUNNING);
        assertThat(given(new Succeeded(), new Succeeded())).isEqualTo(new Succeeded());
        assertThat(given(new Failed(), new Failed())).isEqualTo(new Failed());
        assertThat(given(new Failed(), new Succeeded())).isEqualTo(new PartlyFailed());
        assertThat(given(new PartlyFailed())).isEqualTo(new PartlyFailed());
    }

    @Test
    void runWaitsWhileAllThatIsLeftOfItWaits() {
        var waiting = new WaitingForBudget(LATER);

        assertThat(RUNNING.given(List.of(RUNNING), Optional.of(LATER))).isEqualTo(waiting);
        assertThat(waiting.given(List.of(RUNNING), Optional.empty())).isEqualTo(RUNNING);
        assertThat(waiting.given(List.of(new Succeeded()), Optional.empty())).isEqualTo(new Succeeded());
    }

    @Test
    void everyStateIsReadAsItWasStored() {
        for (RunState state : List.of(
                new Queued(),
                RUNNING,
                new WaitingForBudget(LATER),
                new Succeeded(),
                new PartlyFailed(),
                new Failed(),
                new Cancelled("ann"))) {
            assertThat(RunState.of(state.stored(), LATER, "ann")).isEqualTo(state);
            assertThat(RunState.ACTIVE.contains(state.stored())).isEqualTo(state instanceof RunState.Active);
        }
        assertThatThrownBy(() -> RunState.of("LOST", null, null)).hasMessage("a run cannot be 'LOST'");
    }

    private static RunState given(RunState... streams) {
        return RUNNING.given(List.of(streams), Optional.empty());
    }
}
