package dev.ingest.scheduler.batch;

import dev.ingest.contracts.TableRef;
import dev.ingest.scheduler.postgres.TenantRow;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One decision, and the signal that led to it. */
@Entity
@Table(name = "tuning_decision")
public class TuningDecision extends TenantRow {
    private static final String OF_TARGET = "tenant = ?1 and service = ?2 and namespace = ?3 and tableName = ?4";

    /** Behind every ULID, which begin with 0 to 7. */
    private static final String NEWEST = "8";

    @Column
    public String service;

    @Column
    public String namespace;

    @Column(name = "table_name")
    public String tableName;

    /** The drain that told of it. */
    @Column
    public String invocation;

    @Column(name = "decided_at")
    public Instant decidedAt;

    @Enumerated(EnumType.STRING)
    @Column
    public Decision.Action action;

    @Column(name = "batch_before")
    public int batchBefore;

    @Column(name = "batch_after")
    public int batchAfter;

    @Column
    public String reason;

    @Enumerated(EnumType.STRING)
    @Column
    public Signal.Outcome outcome;

    /** The batch size that the drain worked with. */
    @Column
    public int batch;

    @Column
    public long records;

    @Column(name = "peak_memory_bytes")
    public long peakMemoryBytes;

    @Column(name = "memory_limit_bytes")
    public long memoryLimitBytes;

    @Column(name = "longest_ms")
    public long longestMs;

    @Column(name = "deadline_ms")
    public long deadlineMs;

    /** The newest decisions on one batch size. */
    static Uni<List<TuningDecision>> newest(Target target, int count) {
        return TuningDecision.<TuningDecision>find(
                        OF_TARGET + " order by id desc",
                        target.tenant(),
                        target.service().stored(),
                        target.table().namespace(),
                        target.table().name())
                .page(0, count)
                .list();
    }

    /**
     * The decisions on a stream in every service, newest first.
     *
     * @param before those older than the one with this id
     */
    public static Uni<List<TuningDecision>> page(String tenant, TableRef table, Optional<String> before, int count) {
        String where = "tenant = ?1 and namespace = ?2 and tableName = ?3 and id < ?4 order by id desc";
        return TuningDecision.<TuningDecision>find(
                        where, tenant, table.namespace(), table.name(), before.orElse(NEWEST))
                .page(0, count)
                .list();
    }

    Tuner.Past past() {
        return new Tuner.Past(outcome, batch, action.asksForLess());
    }
}
