package dev.ingest.scheduler.run;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Ends a run before its time. What was not requested is not requested; what the executor is reading may still become rows, whole
 * slices as always. The next run begins with what this one did not finish. Within the caller's transaction.
 */
@Singleton
public final class Cancelling {
    private final RunEnds ends;
    private final Clock clock;

    Cancelling(RunEnds ends, Clock clock) {
        this.ends = ends;
        this.clock = clock;
    }

    /**
     * @param by who does it, for whoever wonders
     * @return the run; fails with {@code CONFLICT} if it has ended
     */
    public Uni<Run> cancel(String tenant, String id, String by) {
        // slices before their run, as facts lock them
        return Slice.openLocked(tenant, id)
                .chain(slices -> Run.required(tenant, id)
                        .chain(() -> Run.locked(tenant, id))
                        .chain(run -> Slice.open(tenant, id).chain(open -> cancel(run, slices, open, by))));
    }

    private Uni<Run> cancel(Run run, List<Slice> slices, long open, String by) {
        if (!(run.state() instanceof RunState.Active active)) {
            throw new IngestException(
                    ErrorCode.CONFLICT,
                    "run '%s' has ended: it is %s".formatted(run.id, run.state().text()));
        }
        if (open != slices.size()) {
            throw new IngestException(
                    ErrorCode.CONFLICT, "run '%s' was being planned at this moment; try again".formatted(run.id));
        }
        Instant now = clock.instant();
        slices.forEach(Slice::failed);
        run.become(active.cancelled(by), now);
        return RunStream.ofRun(run.tenant, run.id)
                .invoke(streams -> streams.forEach(RunStream::cancelled))
                .chain(() -> ends.over(run, now))
                .replaceWith(run);
    }
}
