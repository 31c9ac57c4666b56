package dev.ingest.scheduler.postgres;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;

/** A row that belongs to a tenant, behind row-level security. */
@MappedSuperclass
public abstract class TenantRow extends PanacheEntityBase {
    /** A ULID, or what the row's class says. */
    @Id
    public String id;

    /** Whose row it is. */
    @Column
    public String tenant;
}
