package dev.ingest.scheduler.billing;

import dev.ingest.scheduler.postgres.TenantRow;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.Optional;

/** What a tenant's month may cost before somebody is told. */
@Entity
@Table(name = "budget")
public class Budget extends TenantRow {
    /** In the currency of the tenant's plan. */
    @Column
    public BigDecimal amount;

    static Uni<Optional<Budget>> ofTenant(String tenant) {
        return Budget.<Budget>find("tenant = ?1", tenant).firstResult().map(Optional::ofNullable);
    }
}
