package dev.ingest.scheduler.pipeline;

import dev.ingest.contracts.config.PipelineSpec;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRow;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which streams of a connector go where, and when. */
@Entity
@Table(name = "pipeline")
public class Pipeline extends TenantRow {
    @Column
    public String name;

    @Column
    public String connector;

    @Column(name = "connector_version")
    public int connectorVersion;

    @Column
    public String credential;

    @Column
    public String destination;

    @Column
    public String namespace;

    @Column
    @Convert(converter = ConfigMap.class)
    public Map<String, Object> config;

    @Column
    @Convert(converter = PipelineStreamList.class)
    public List<PipelineStream> streams;

    @Column
    public String schedule;

    /** When it runs next by itself. */
    @Column(name = "next_due")
    public @Nullable Instant nextDue;

    /** The pipeline of that name, if the tenant has it. */
    public static Uni<Optional<Pipeline>> named(String tenant, String name) {
        return Pipeline.<Pipeline>find("tenant = ?1 and name = ?2", tenant, name)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** The pipeline of that name; fails with {@code NOT_FOUND}. */
    public static Uni<Pipeline> required(String tenant, String name) {
        return named(tenant, name).map(found -> found.orElseThrow(() -> IngestException.notFound("pipeline", name)));
    }

    /** The tenant's pipelines by name. */
    public static Uni<List<Pipeline>> ofTenant(String tenant) {
        return list("tenant = ?1 order by name", tenant);
    }

    /** As the executor reads it. */
    public PipelineSpec spec() {
        return new PipelineSpec(tenant, name, connector, connectorVersion, credential, config);
    }
}
