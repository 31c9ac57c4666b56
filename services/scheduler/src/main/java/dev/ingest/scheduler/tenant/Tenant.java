package dev.ingest.scheduler.tenant;

import dev.ingest.contracts.config.EgressSpec;
import dev.ingest.contracts.config.TenantLimitsSpec;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TextList;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tenant; its row is its own. */
@Entity
@Table(name = "tenant")
public class Tenant extends PanacheEntityBase {
    /** Its id. */
    @Id
    public String tenant;

    @Column
    public String name;

    @Column(name = "created_at")
    public Instant createdAt;

    /** Addresses that are not public and that its manifests may reach, as {@link EgressSpec#allowed}. */
    @Column
    @Convert(converter = TextList.class)
    public List<String> egress;

    /** What its posts to the gateway may be. */
    @Column
    @Convert(converter = LimitsColumn.class)
    public TenantLimitsSpec limits;

    /** What the operator called making it. */
    @Column(name = "idempotency_key")
    public @Nullable String idempotencyKey;

    /** The tenant of that id; fails with {@code NOT_FOUND}. */
    public static Uni<Tenant> required(String id) {
        return Tenant.<Tenant>findById(id)
                .map(found -> Optional.ofNullable(found).orElseThrow(() -> IngestException.notFound("tenant", id)));
    }

    /** Those behind an id, by id. */
    public static Uni<List<Tenant>> byId(String after, int max) {
        return Tenant.<Tenant>find("tenant > ?1 order by tenant", after)
                .page(0, max)
                .list();
    }

    /** What the executor is told. */
    public EgressSpec egressSpec() {
        return new EgressSpec(tenant, egress);
    }
}
