package dev.ingest.scheduler.audit;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ingest.scheduler.postgres.JsonColumn;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One change, as the tables' triggers write it in its transaction. */
@MappedSuperclass
public abstract class AuditRow extends PanacheEntityBase {
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
}
