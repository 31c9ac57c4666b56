package dev.ingest.scheduler.audit;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ingest.scheduler.postgres.JsonColumn;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.Immutable;

/** One change, which the tables' triggers write in its transaction, or one read of what no mask covers. */
@Entity
@Immutable
@Table(name = "audit")
public class AuditEntry extends PanacheEntityBase {
    /** The later change has the greater one. */
    @Id
    public long number;

    @Column
    public String tenant;

    @Column
    public Instant at;

    /** Who did it: the token's name, or the platform. */
    @Column
    public String actor;

    /** {@code CREATED}, {@code CHANGED}, {@code DELETED}, or {@code READ}: what no mask covers. */
    @Column
    public String action;

    /** The kind of thing, as its table is called. */
    @Column
    public String kind;

    /** The thing's name. */
    @Column
    public String subject;

    @Column
    @Convert(converter = Fields.class)
    public Map<String, Change> fields;

    /**
     * A field before and after.
     *
     * @param from the value before, cut off at 500 characters
     * @param to the value after, cut off at 500 characters
     */
    @RegisterForReflection
    public record Change(Optional<String> from, Optional<String> to) {}

    /** The fields that changed. */
    @Converter
    public static final class Fields extends JsonColumn<Map<String, Change>> {
        public Fields() {
            super(new TypeReference<>() {});
        }
    }

    /** The tenant's changes before that number, the latest first. */
    static Uni<List<AuditEntry>> before(String tenant, long number, int max) {
        return AuditEntry.<AuditEntry>find("tenant = ?1 and number < ?2 order by number desc", tenant, number)
                .page(0, max)
                .list();
    }
}
