package dev.ingest.scheduler.run;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRow;
import dev.ingest.scheduler.postgres.TextList;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One execution of a pipeline. */
@Entity
@Table(name = "run")
public class Run extends TenantRow {
    @Column
    public String pipeline;

    /** As {@link RunState#stored}. */
    @Column
    public String status;

    /** Why there is one. */
    @Column
    public String cause;

    @Column(name = "requested_at")
    public Instant requestedAt;

    /** What whoever asked for it calls it, so that asking again is no other run. */
    @Column(name = "idempotency_key")
    public @Nullable String idempotencyKey;

    /** When its slices were planned. */
    @Column(name = "began_at")
    public @Nullable Instant beganAt;

    @Column(name = "waits_until")
    public @Nullable Instant waitsUntil;

    @Column(name = "cancelled_by")
    public @Nullable String cancelledBy;

    /** The streams that it is for, or every one of the pipeline's. */
    @Column
    @Convert(converter = TextList.class)
    public @Nullable List<String> streams;

    @Column(name = "finished_at")
    public @Nullable Instant finishedAt;

    static Uni<Run> required(String tenant, String id) {
        return Run.<Run>find("tenant = ?1 and id = ?2", tenant, id)
                .firstResult()
                .map(found -> Optional.ofNullable(found).orElseThrow(() -> IngestException.notFound("run", id)));
    }

    static Uni<Run> locked(String tenant, String id) {
        return Run.<Run>find("tenant = ?1 and id = ?2", tenant, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .singleResult();
    }

    /** The newest first, from behind that one, or from the first. */
    static Uni<List<Run>> newestFirst(String tenant, String pipeline, Optional<String> before, int max) {
        return Run.<Run>find(
                        "tenant = ?1 and pipeline = ?2 and (?3 = '' or id < ?3) order by id desc",
                        tenant,
                        pipeline,
                        before.orElse(""))
                .page(0, max)
                .list();
    }

    /** The run that was asked for under that key. */
    static Uni<Optional<Run>> asked(String tenant, String pipeline, String key) {
        return Run.<Run>find("tenant = ?1 and pipeline = ?2 and idempotencyKey = ?3", tenant, pipeline, key)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** The pipeline's run that has not ended, locked: it does not end while the caller decides what to do about it. */
    static Uni<Optional<Run>> active(String tenant, String pipeline) {
        return Run.<Run>find("tenant = ?1 and pipeline = ?2 and status in ?3", tenant, pipeline, RunState.ACTIVE)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** The active runs of several pipelines, locked in one order. */
    static Uni<List<Run>> active(String tenant, Collection<String> pipelines) {
        return Run.<Run>find(
                        "tenant = ?1 and pipeline in ?2 and status in ?3 order by id",
                        tenant,
                        pipelines,
                        RunState.ACTIVE)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Those that were queued before then and are still, the oldest first. */
    static Uni<List<Run>> queued(String tenant, Instant before, int max) {
        return Run.<Run>find(
                        "tenant = ?1 and status = ?2 and requestedAt <= ?3 order by id",
                        tenant,
                        new RunState.Queued().stored(),
                        before)
                .page(0, max)
                .list();
    }

    /** Those runs, locked in one order. */
    static Uni<List<Run>> locked(String tenant, Collection<String> ids) {
        return Run.<Run>find("tenant = ?1 and id in ?2 order by id", tenant, ids)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    static Uni<Optional<Run>> newest(String tenant, String pipeline) {
        return Run.<Run>find("tenant = ?1 and pipeline = ?2 order by id desc", tenant, pipeline)
                .firstResult()
                .map(Optional::ofNullable);
    }

    RunState state() {
        return RunState.of(status, waitsUntil, cancelledBy);
    }

    boolean active() {
        return state() instanceof RunState.Active;
    }

    /** Whether it is for that stream. */
    boolean wants(String stream) {
        return streams == null || streams.contains(stream);
    }

    void become(RunState next, Instant now) {
        status = next.stored();
        waitsUntil = next instanceof RunState.WaitingForBudget(Instant until) ? until : null;
        cancelledBy = next instanceof RunState.Cancelled(String by) ? by : null;
        if (next instanceof RunState.Ended && finishedAt == null) {
            finishedAt = now;
        }
    }

    /**
     * Follows its streams.
     *
     * @param until when it may go on, if the API asked it to wait
     * @return whether it ended by that
     */
    boolean follow(List<RunStream> rows, Optional<Instant> until, Instant now) {
        if (!(state() instanceof RunState.Planned planned)) {
            return false;
        }
        RunState next = planned.given(rows.stream().map(RunStream::state).toList(), until);
        become(next, now);
        return next instanceof RunState.Ended;
    }
}
