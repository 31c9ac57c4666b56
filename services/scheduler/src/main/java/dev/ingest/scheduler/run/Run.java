package dev.ingest.scheduler.run;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRow;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One execution of a pipeline. */
@Entity
@Table(name = "run")
public class Run extends TenantRow {
    private static final int LIST_MAX = 100;

    @Column
    public String pipeline;

    @Enumerated(EnumType.STRING)
    @Column
    public RunStatus status;

    @Column(name = "requested_at")
    public Instant requestedAt;

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

    static Uni<List<Run>> newestFirst(String tenant, String pipeline) {
        return Run.<Run>find("tenant = ?1 and pipeline = ?2 order by id desc", tenant, pipeline)
                .page(0, LIST_MAX)
                .list();
    }

    static Uni<Boolean> active(String tenant, String pipeline) {
        return count(
                        "tenant = ?1 and pipeline = ?2 and status in ?3",
                        tenant,
                        pipeline,
                        List.of(RunStatus.QUEUED, RunStatus.RUNNING))
                .map(running -> running > 0);
    }

    /** Ends when its streams have. */
    void follow(List<RunStream> streams, Instant now) {
        status = status.given(streams.stream().map(RunStream::status).toList());
        if (!status.active() && finishedAt == null) {
            finishedAt = now;
        }
    }
}
