package dev.ingest.scheduler.batch;

import dev.ingest.contracts.TableRef;
import dev.ingest.scheduler.batch.Target.Service;
import dev.ingest.scheduler.postgres.TenantRow;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The batch size of a stream in one service, as far as it was tuned. */
@Entity
@Table(name = "tuned_batch")
public class TunedBatch extends TenantRow {
    private static final String CREATE = """
            insert into tuned_batch (id, tenant, service, namespace, table_name)
            values (:id, :tenant, :service, :namespace, :table)
            on conflict (tenant, service, namespace, table_name) do nothing""";
    private static final String OF_TARGET = "tenant = ?1 and service = ?2 and namespace = ?3 and tableName = ?4";

    @Column
    public String service;

    @Column
    public String namespace;

    @Column(name = "table_name")
    public String tableName;

    /** None: as configured. */
    @Column
    public @Nullable Integer batch;

    /** What was tuned of a tenant's streams in a service. */
    public static Uni<Map<TableRef, Integer>> ofTenant(String tenant, Service service) {
        return TunedBatch.<TunedBatch>list(
                        "tenant = ?1 and service = ?2 and batch is not null", tenant, service.stored())
                .map(rows -> rows.stream()
                        .collect(Collectors.toUnmodifiableMap(
                                row -> new TableRef(row.namespace, row.tableName),
                                row -> Objects.requireNonNull(row.batch))));
    }

    /** From now on it is as configured, and tuned from there. */
    public static Uni<Integer> forget(Target target) {
        return TunedBatch.update(
                "batch = null where " + OF_TARGET,
                target.tenant(),
                target.service().stored(),
                target.table().namespace(),
                target.table().name());
    }

    /** The row, made if need be, and locked: decisions on one batch size follow each other. */
    static Uni<TunedBatch> locked(Target target, String newId) {
        return TunedBatch.getSession()
                .chain(session -> session.createNativeQuery(CREATE)
                        .setParameter("id", newId)
                        .setParameter("tenant", target.tenant())
                        .setParameter("service", target.service().stored())
                        .setParameter("namespace", target.table().namespace())
                        .setParameter("table", target.table().name())
                        .executeUpdate())
                .chain(() -> TunedBatch.<TunedBatch>find(
                                OF_TARGET,
                                target.tenant(),
                                target.service().stored(),
                                target.table().namespace(),
                                target.table().name())
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .firstResult());
    }
}
