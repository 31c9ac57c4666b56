package dev.ingest.scheduler.destination;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.destination.TenantDestination;
import dev.ingest.contracts.error.ErrorCode;
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
    /** Those that the writer told a commit of, now or before there were heads. */
    private static final String WRITTEN = "select count(*) from lake_table t where t.tenant = :tenant"
            + " and t.destination = :name and (exists (select 1 from table_head h where h.tenant = t.tenant"
            + " and h.namespace = t.namespace and h.table_name = t.name) or exists (select 1 from usage_day u"
            + " where u.tenant = t.tenant and u.namespace = t.namespace and u.table_name = t.name))";

    private static final String NAMES = "select namespace, name from lake_table where tenant = :tenant"
            + " and destination = :name order by namespace, name";

    private static final String EXTERNAL_ID = "select external_id from tenant where tenant = :tenant";

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

    /** What the platform says to AWS in this tenant's name. */
    public static Uni<String> externalId(String tenant) {
        return getSession()
                .chain(session -> session.createNativeQuery(EXTERNAL_ID, String.class)
                        .setParameter("tenant", tenant)
                        .getSingleResult());
    }

    /** The tables that are in it, by name. */
    static Uni<List<TableRef>> tables(String tenant, String name) {
        return getSession()
                .chain(session -> session.createNativeQuery(NAMES, Object[].class)
                        .setParameter("tenant", tenant)
                        .setParameter("name", name)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new TableRef((String) row[0], (String) row[1]))
                        .toList());
    }

    /** Those behind a name, by name. */
    static Uni<List<Destination>> ofTenant(String tenant, String after, int max) {
        return Destination.<Destination>find("tenant = ?1 and name > ?2 order by name", tenant, after)
                .page(0, max)
                .list();
    }

    static Uni<Boolean> hasTables(String tenant, String name) {
        return getSession()
                .chain(session -> session.createNativeQuery(WRITTEN, Long.class)
                        .setParameter("tenant", tenant)
                        .setParameter("name", name)
                        .getSingleResult())
                .map(tables -> tables > 0);
    }

    /** With its fields read; {@code INVALID_ARGUMENT} where it was made before they were checked. */
    TenantDestination read() {
        try {
            return TenantDestination.of(spec());
        } catch (IllegalArgumentException older) {
            throw new IngestException(
                    ErrorCode.INVALID_ARGUMENT, "destination '%s': %s".formatted(name, older.getMessage()), older);
        }
    }

    /** As the services read it. */
    public DestinationSpec spec() {
        return new DestinationSpec(name, kind, properties, Optional.ofNullable(credential));
    }
}
