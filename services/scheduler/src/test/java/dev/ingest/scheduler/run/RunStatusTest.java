package dev.ingest.scheduler.run;

import static dev.ingest.scheduler.run.RunStatus.FAILED;
import static dev.ingest.scheduler.run.RunStatus.PARTLY_FAILED;
import static dev.ingest.scheduler.run.RunStatus.QUEUED;
import static dev.ingest.scheduler.run.RunStatus.RUNNING;
import static dev.ingest.scheduler.run.RunStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunStatusTest {
    @Test
    void runEndsWithItsLastStream() {
        assertThat(RUNNING.given(List.of(SUCCEEDED, RUNNING))).isEqualTo(RUNNING);
        assertThat(RUNNING.given(List.of(SUCCEEDED, SUCCEEDED))).isEqualTo(SUCCEEDED);
        assertThat(RUNNING.given(List.of(FAILED, FAILED))).isEqualTo(FAILED);
        assertThat(RUNNING.given(List.of(FAILED, SUCCEEDED))).isEqualTo(PARTLY_FAILED);
        assertThat(RUNNING.given(List.of(PARTLY_FAILED))).isEqualTo(PARTLY_FAILED);
    }

    @Test
    void runStaysAsItEnded() {
        assertThat(FAILED.given(List.of(SUCCEEDED))).isEqualTo(FAILED);
        assertThat(QUEUED.given(List.of())).isEqualTo(QUEUED);
    }

    @Test
    void onlyAQueuedRunBegins() {
        assertThat(QUEUED.begun()).isEqualTo(RUNNING);
        assertThatThrownBy(SUCCEEDED::begun).hasMessage("a run that is SUCCEEDED cannot begin");
    }
}
