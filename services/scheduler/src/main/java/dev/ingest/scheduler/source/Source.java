package dev.ingest.scheduler.source;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.StreamSourceSpec;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRow;
import dev.ingest.scheduler.table.ColumnList;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream source of the gateway. */
@Entity
@Table(name = "source")
public class Source extends TenantRow {
    @Column
    public String name;

    @Column
    public String namespace;

    @Column(name = "table_name")
    public String table;

    @Column(name = "event_time")
    public String eventTime;

    @Column
    @Convert(converter = ColumnList.class)
    public List<ColumnSpec> columns;

    /** How soon a record is to be readable in its table; nothing for as soon as it can be. */
    @Column(name = "freshness_seconds")
    public @Nullable Integer freshnessSeconds;

    /** The tenant's sources by name. */
    public static Uni<List<Source>> ofTenant(String tenant) {
        return list("tenant = ?1 order by name", tenant);
    }

    /** Those behind a name, by name. */
    static Uni<List<Source>> ofTenant(String tenant, String after, int max) {
        return Source.<Source>find("tenant = ?1 and name > ?2 order by name", tenant, after)
                .page(0, max)
                .list();
    }

    static Uni<Optional<Source>> named(String tenant, String name) {
        return Source.<Source>find("tenant = ?1 and name = ?2", tenant, name)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** The same, locked for a change. */
    static Uni<Optional<Source>> locked(String tenant, String name) {
        return Source.<Source>find("tenant = ?1 and name = ?2", tenant, name)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** The source of that name; fails with {@code NOT_FOUND}. */
    public static Uni<Source> required(String tenant, String name) {
        return named(tenant, name).map(found -> found.orElseThrow(() -> IngestException.notFound("source", name)));
    }

    /** As the gateway reads it. */
    public StreamSourceSpec spec() {
        return new StreamSourceSpec(
                tenant,
                name,
                eventTime,
                columns,
                new TableRef(namespace, table),
                Optional.ofNullable(freshnessSeconds));
    }
}
