package dev.ingest.scheduler.destination;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRow;
import dev.ingest.scheduler.postgres.TextMap;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A catalog and a warehouse. */
@Entity
@Table(name = "destination")
public class Destination extends TenantRow {
    private static final String TABLES =
            "select count(*) from lake_table where tenant = :tenant and destination = :name";

    @Column
    public String name;

    @Column
    public String kind;

    @Column
    @Convert(converter = TextMap.class)
    public Map<String, String> properties;

    @Column
    public @Nullable String credential;

    /** The destination of that name, if the tenant has it. */
    public static Uni<Optional<Destination>> named(String tenant, String name) {
        return Destination.<Destination>find("tenant = ?1 and name = ?2", tenant, name)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** The same, locked for a change. */
    static Uni<Optional<Destination>> locked(String tenant, String name) {
        return Destination.<Destination>find("tenant = ?1 and name = ?2", tenant, name)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** The destination of that name; fails with {@code NOT_FOUND}. */
    public static Uni<Destination> required(String tenant, String name) {
        return named(tenant, name).map(found -> found.orElseThrow(() -> IngestException.notFound("destination", name)));
    }

    /** The tenant's destinations by name. */
    public static Uni<List<Destination>> ofTenant(String tenant) {
        return list("tenant = ?1 order by name", tenant);
    }

    static Uni<Boolean> hasTables(String tenant, String name) {
        return getSession()
                .chain(session -> session.createNativeQuery(TABLES, Long.class)
                        .setParameter("tenant", tenant)
                        .setParameter("name", name)
                        .getSingleResult())
                .map(tables -> tables > 0);
    }

    /** As the services read it. */
    public DestinationSpec spec() {
        return new DestinationSpec(name, kind, properties, Optional.ofNullable(credential));
    }
}
