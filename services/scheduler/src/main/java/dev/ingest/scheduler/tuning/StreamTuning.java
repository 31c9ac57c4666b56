package dev.ingest.scheduler.tuning;

import dev.ingest.scheduler.postgres.TenantRow;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Optional;

/** How much of one stream is done at once. */
@Entity
@Table(name = "stream_tuning")
public class StreamTuning extends TenantRow {
    @Column
    public String pipeline;

    @Column
    public String stream;

    @Column
    public int batch;

    @Column
    public int slices;

    static Uni<List<StreamTuning>> ofTenant(String tenant) {
        return list("tenant = ?1 order by pipeline, stream", tenant);
    }

    static Uni<Optional<StreamTuning>> of(String tenant, String pipeline, String stream) {
        return StreamTuning.<StreamTuning>find(
                        "tenant = ?1 and pipeline = ?2 and stream = ?3", tenant, pipeline, stream)
                .firstResult()
                .map(Optional::ofNullable);
    }

    Hint hint() {
        return new Hint(batch, slices);
    }
}
