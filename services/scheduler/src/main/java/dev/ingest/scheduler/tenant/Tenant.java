package dev.ingest.scheduler.tenant;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

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

    /** Every tenant, by id. */
    public static Uni<List<Tenant>> byId() {
        return list("order by tenant");
    }
}
