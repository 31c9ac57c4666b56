package dev.ingest.scheduler.feature;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.contracts.config.FeatureViewSpec.State;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRow;
import dev.ingest.scheduler.postgres.TextList;
import dev.ingest.scheduler.table.ColumnList;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One version of a feature view. */
@Entity
@Table(name = "feature_view")
public class FeatureView extends TenantRow {
    @Column
    public String name;

    @Column
    public String version;

    @Column
    public String source;

    @Column(name = "entity_keys")
    @Convert(converter = TextList.class)
    public List<String> entityKeys;

    @Column(name = "event_time")
    public String eventTime;

    @Column
    @Convert(converter = ColumnList.class)
    public List<ColumnSpec> columns;

    @Column
    @Convert(converter = ComponentList.class)
    public List<Map<String, Object>> transformation;

    @Column
    public boolean online;

    /** With the table's name, or neither. */
    @Column
    public @Nullable String namespace;

    @Column(name = "table_name")
    public @Nullable String table;

    @Enumerated(EnumType.STRING)
    @Column
    public State state;

    /** Since then it takes and gives nothing; its name and version stay taken. */
    @Column(name = "dropped_at")
    public @Nullable Instant droppedAt;

    /** The tenant's views by name and version. */
    public static Uni<List<FeatureView>> ofTenant(String tenant) {
        return list("tenant = ?1 and droppedAt is null order by name, version", tenant);
    }

    /** @param after {@code name/version} of the one before them; empty for the first */
    static Uni<List<FeatureView>> ofTenant(String tenant, String after, int max) {
        String[] last = after.split("/", 2);
        return FeatureView.<FeatureView>find(
                        "tenant = ?1 and droppedAt is null and (name > ?2 or name = ?2 and version > ?3) order by name, version",
                        tenant,
                        last[0],
                        last.length > 1 ? last[1] : "")
                .page(0, max)
                .list();
    }

    static Uni<Optional<FeatureView>> named(String tenant, String name, String version) {
        return FeatureView.<FeatureView>find(
                        "tenant = ?1 and name = ?2 and version = ?3 and droppedAt is null", tenant, name, version)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** That of this name, dropped or not, locked for a change. */
    static Uni<Optional<FeatureView>> locked(String tenant, String name, String version) {
        return FeatureView.<FeatureView>find("tenant = ?1 and name = ?2 and version = ?3", tenant, name, version)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .map(Optional::ofNullable);
    }

    static Uni<FeatureView> required(String tenant, String name, String version) {
        return named(tenant, name, version)
                .map(found -> found.orElseThrow(() -> IngestException.notFound("feature view", name + " " + version)));
    }

    /** Where its rows go, if they are kept offline. */
    Optional<TableRef> tableRef() {
        return Optional.ofNullable(namespace)
                .flatMap(space -> Optional.ofNullable(table).map(named -> new TableRef(space, named)));
    }

    /** As the gateway reads it. */
    public FeatureViewSpec spec() {
        return new FeatureViewSpec(
                tenant,
                name,
                version,
                source,
                entityKeys,
                eventTime,
                columns,
                transformation,
                online,
                tableRef(),
                state);
    }
}
