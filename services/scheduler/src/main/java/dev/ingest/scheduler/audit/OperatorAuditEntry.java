package dev.ingest.scheduler.audit;

import io.smallrye.mutiny.Uni;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.List;
import org.hibernate.annotations.Immutable;

/** One change of what is no tenant's. */
@Entity
@Immutable
@Table(name = "operator_audit")
public class OperatorAuditEntry extends AuditRow {
    /** The changes before that number, the latest first. */
    static Uni<List<OperatorAuditEntry>> before(long number, int max) {
        return OperatorAuditEntry.<OperatorAuditEntry>find("number < ?1 order by number desc", number)
                .page(0, max)
                .list();
    }
}
