package dev.ingest.scheduler.run;

import dev.ingest.scheduler.postgres.TenantRow;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a pipeline's stream is: it outlives runs. */
@Entity
@Table(name = "stream_state")
public class StreamState extends TenantRow {
    @Column
    public String pipeline;

    @Column
    public String stream;

    /** Numbers have no gaps, across runs. */
    @Column(name = "next_number")
    public long nextNumber;

    /** The state that committed slices reach without a gap, JSON: never ahead of the data. */
    @Column
    public @Nullable String checkpoint;

    /** The place of the slice that the checkpoint is from. */
    @Column(name = "checkpoint_origin")
    public long checkpointOrigin;

    @Column(name = "checkpoint_number")
    public long checkpointNumber;

    static Uni<Optional<StreamState>> locked(String tenant, String pipeline, String stream) {
        return StreamState.<StreamState>find("tenant = ?1 and pipeline = ?2 and stream = ?3", tenant, pipeline, stream)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** Those of several pipelines, locked in one order. */
    static Uni<List<StreamState>> locked(String tenant, Collection<String> pipelines) {
        return StreamState.<StreamState>find(
                        "tenant = ?1 and pipeline in ?2 order by pipeline, stream", tenant, pipelines)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Those of several pipelines. */
    static Uni<List<StreamState>> ofPipelines(String tenant, Collection<String> pipelines) {
        return list("tenant = ?1 and pipeline in ?2", tenant, pipelines);
    }

    long takeNumber() {
        return nextNumber++;
    }

    /** From the beginning. What is still committed of slices that were planned before does not count. */
    void reset() {
        checkpoint = null;
        checkpointOrigin = nextNumber - 1;
        checkpointNumber = Long.MAX_VALUE;
    }

    /** Moves the checkpoint, never back: the rest of a deferred slice has an earlier place than what was fetched since. */
    void reached(Slice slice) {
        boolean further = slice.origin > checkpointOrigin
                || (slice.origin == checkpointOrigin && slice.number > checkpointNumber);
        if (slice.state != null && further) {
            checkpoint = slice.state;
            checkpointOrigin = slice.origin;
            checkpointNumber = slice.number;
        }
    }
}
