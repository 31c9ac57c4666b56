package dev.ingest.scheduler.policy;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.MaskingPolicySpec;
import dev.ingest.contracts.config.MaskingPolicySpec.Mask;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRow;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table's masking policy. */
@Entity
@Table(name = "policy")
public class Policy extends TenantRow {
    @Column
    public String namespace;

    @Column(name = "table_name")
    public String tableName;

    @Column
    @Convert(converter = MaskMap.class)
    public Map<String, Map<String, Mask>> columns;

    /** The table's policy, if it has one. */
    public static Uni<Optional<Policy>> of(String tenant, TableRef table) {
        return Policy.<Policy>find(
                        "tenant = ?1 and namespace = ?2 and tableName = ?3", tenant, table.namespace(), table.name())
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** The table's policy; fails with {@code NOT_FOUND} if it has none. */
    public static Uni<Policy> required(String tenant, TableRef table) {
        return of(tenant, table)
                .map(found -> found.orElseThrow(() -> IngestException.notFound("policy", table.toString())));
    }

    /** The tenant's policies. */
    public static Uni<List<Policy>> ofTenant(String tenant) {
        return list("tenant = ?1", tenant);
    }

    /** As the masking service reads it. */
    public MaskingPolicySpec spec() {
        return new MaskingPolicySpec(tenant, new TableRef(namespace, tableName), columns);
    }
}
