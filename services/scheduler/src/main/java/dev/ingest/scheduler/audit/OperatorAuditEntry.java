package dev.ingest.scheduler.audit;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.Immutable;

/** One change of what is no tenant's, which the tables' triggers write in its transaction. */
@Entity
@Immutable
@Table(name = "operator_audit")
public class OperatorAuditEntry extends PanacheEntityBase {
    /** The later change has the greater one. */
    @Id
    public long number;

    @Column
    public Instant at;

    /** Who did it: the token's name, or the platform. */
    @Column
    public String actor;

    /** {@code CREATED}, {@code CHANGED} or {@code DELETED}. */
    @Column
    public String action;

    /** The kind of thing, as its table is called. */
    @Column
    public String kind;

    /** The thing's name. */
    @Column
    public String subject;

    @Column
    @Convert(converter = AuditEntry.Fields.class)
    public Map<String, AuditEntry.Change> fields;

    /** The changes before that number, the latest first. */
    static Uni<List<OperatorAuditEntry>> before(long number, int max) {
        return OperatorAuditEntry.<OperatorAuditEntry>find("number < ?1 order by number desc", number)
                .page(0, max)
                .list();
    }
}
