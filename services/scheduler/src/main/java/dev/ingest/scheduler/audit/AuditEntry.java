package dev.ingest.scheduler.audit;

import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.List;
import org.hibernate.annotations.Immutable;

/** One change of what is a tenant's, or one read ({@code READ}) of what no mask covers. */
@Entity
@Immutable
@Table(name = "audit")
public class AuditEntry extends AuditRow {
    @Column
    public String tenant;

    /** The tenant's changes before that number, the latest first. */
    static Uni<List<AuditEntry>> before(String tenant, long number, int max) {
        return AuditEntry.<AuditEntry>find("tenant = ?1 and number < ?2 order by number desc", tenant, number)
                .page(0, max)
                .list();
    }
}
