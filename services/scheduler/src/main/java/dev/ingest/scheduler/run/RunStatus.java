package dev.ingest.scheduler.run;

import java.util.Collection;
import java.util.Locale;

/**
 * Where a run is.
 *
 * <pre>
 * QUEUED ──▶ RUNNING ──▶ SUCCEEDED | PARTLY_FAILED | FAILED
 * </pre>
 */
public enum RunStatus {
    /** Its slices are not planned yet. */
    QUEUED,
    RUNNING,
    SUCCEEDED,
    PARTLY_FAILED,
    FAILED;

    /** Whether another run of the pipeline has to wait for this one. */
    boolean active() {
        return this == QUEUED || this == RUNNING;
    }

    /** Its slices are planned. */
    RunStatus begun() {
        if (this != QUEUED) {
            throw new IllegalStateException("a run that is %s cannot begin".formatted(this));
        }
        return RUNNING;
    }

    /** What it is when its streams are so: a run ends with its last stream, and stays as it ended. */
    RunStatus given(Collection<RunStatus> streams) {
        if (this != RUNNING || streams.stream().anyMatch(RunStatus::active)) {
            return this;
        }
        if (streams.stream().allMatch(SUCCEEDED::equals)) {
            return SUCCEEDED;
        }
        return streams.stream().allMatch(FAILED::equals) ? FAILED : PARTLY_FAILED;
    }

    /** As REST tells it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
