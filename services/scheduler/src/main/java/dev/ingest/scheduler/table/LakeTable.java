package dev.ingest.scheduler.table;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.MergeMode;
import dev.ingest.contracts.config.SchemaPolicy;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRow;
import dev.ingest.scheduler.postgres.TextList;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A table that somebody may write. It stays when its writer lets go of it: its rows are still there. */
@Entity
@Table(name = "lake_table")
public class LakeTable extends TenantRow {
    @Column
    public String namespace;

    @Column
    public String name;

    @Enumerated(EnumType.STRING)
    @Column(name = "owner_kind")
    public Owner.Kind ownerKind;

    @Column
    public String owner;

    @Column
    public String destination;

    @Column
    @Convert(converter = ColumnList.class)
    public List<ColumnSpec> columns;

    /** Columns that were declared once: the table still has them. */
    @Column
    @Convert(converter = ColumnList.class)
    public List<ColumnSpec> retired;

    @Column
    @Convert(converter = TextList.class)
    public List<String> key;

    @Column
    public @Nullable String cursor;

    @Enumerated(EnumType.STRING)
    @Column
    public MergeMode merge;

    @Column(name = "format_version")
    public int formatVersion;

    @Enumerated(EnumType.STRING)
    @Column(name = "schema_policy")
    public SchemaPolicy schema;

    /** Partition fields; null to leave the table as it is. */
    @Column(name = "partition_by")
    @Convert(converter = TextList.class)
    public @Nullable List<String> partitionBy;

    /** Sort fields; null to leave the table as it is. */
    @Column(name = "sort_by")
    @Convert(converter = TextList.class)
    public @Nullable List<String> sortBy;

    /** Records that went to the table's dead letters. */
    @Column
    public long rejected;

    /** The table of that name, if the tenant has it. */
    public static Uni<Optional<LakeTable>> named(String tenant, TableRef table) {
        return LakeTable.<LakeTable>find(
                        "tenant = ?1 and namespace = ?2 and name = ?3", tenant, table.namespace(), table.name())
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** The table of that name; fails with {@code NOT_FOUND}. */
    public static Uni<LakeTable> required(String tenant, TableRef table) {
        return named(tenant, table)
                .map(found -> found.orElseThrow(() -> IngestException.notFound("table", table.toString())));
    }

    /** The table of that name, locked for a change; fails with {@code NOT_FOUND}. */
    public static Uni<LakeTable> locked(String tenant, TableRef table) {
        return LakeTable.<LakeTable>find(
                        "tenant = ?1 and namespace = ?2 and name = ?3", tenant, table.namespace(), table.name())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .map(found -> Optional.ofNullable(found)
                        .orElseThrow(() -> IngestException.notFound("table", table.toString())));
    }

    /** The tenant's tables by name. */
    public static Uni<List<LakeTable>> ofTenant(String tenant) {
        return list("tenant = ?1 order by namespace, name", tenant);
    }

    /** @param after {@code namespace.name} of the one before them; empty for the first */
    static Uni<List<LakeTable>> ofTenant(String tenant, String after, int max) {
        String[] last = after.split("\\.", 2);
        return LakeTable.<LakeTable>find(
                        "tenant = ?1 and (namespace > ?2 or namespace = ?2 and name > ?3) order by namespace, name",
                        tenant,
                        last[0],
                        last.length > 1 ? last[1] : "")
                .page(0, max)
                .list();
    }

    /** Its name. */
    public TableRef ref() {
        return new TableRef(namespace, name);
    }

    /** Who writes it. */
    public Owner writer() {
        return new Owner(ownerKind, owner);
    }
}
