package dev.ingest.scheduler.connector;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRow;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** One version of a connector. It never changes. */
@Entity
@Table(name = "connector")
public class ConnectorVersion extends TenantRow {
    @Column
    public String name;

    @Column
    public int version;

    /** The manifest, YAML, as it was uploaded. */
    @Column
    public String manifest;

    /** Of the manifest's UTF-8 text, lower-case hexadecimal. */
    @Column
    public String sha256;

    /** The version of the manifest language that pins its meaning. */
    @Column(name = "language_version")
    public String languageVersion;

    @Column
    @Convert(converter = StreamInfoList.class)
    public List<StreamInfo> streams;

    @Column(name = "created_at")
    public Instant createdAt;

    /** The newest version of that name, if the tenant has one. */
    public static Uni<Optional<ConnectorVersion>> newest(String tenant, String name) {
        return ConnectorVersion.<ConnectorVersion>find("tenant = ?1 and name = ?2 order by version desc", tenant, name)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** That version; fails with {@code NOT_FOUND}. */
    public static Uni<ConnectorVersion> required(String tenant, String name, int version) {
        return ConnectorVersion.<ConnectorVersion>find(
                        "tenant = ?1 and name = ?2 and version = ?3", tenant, name, version)
                .firstResult()
                .map(found -> Optional.ofNullable(found)
                        .orElseThrow(() -> IngestException.notFound("connector", name + "@" + version)));
    }

    /** Some version with each of those manifests. */
    public static Uni<List<ConnectorVersion>> ofManifests(String tenant, Collection<String> sha256s) {
        return list("tenant = ?1 and sha256 in ?2", tenant, sha256s);
    }

    /** That version or, if none is given, the newest; fails with {@code NOT_FOUND}. */
    public static Uni<ConnectorVersion> required(String tenant, String name, Optional<Integer> version) {
        return version.map(number -> required(tenant, name, number))
                .orElseGet(() -> newest(tenant, name)
                        .map(found -> found.orElseThrow(() -> IngestException.notFound("connector", name))));
    }

    static Uni<List<ConnectorVersion>> newestFirst(String tenant, String name, int before, int max) {
        return ConnectorVersion.<ConnectorVersion>find(
                        "tenant = ?1 and name = ?2 and version < ?3 order by version desc", tenant, name, before)
                .page(0, max)
                .list()
                .invoke(found -> {
                    if (found.isEmpty()) {
                        throw IngestException.notFound("connector", name);
                    }
                });
    }

    /** The newest version of each connector, by name. */
    public static Uni<List<ConnectorVersion>> newestOfEach(String tenant) {
        return list(
                "from ConnectorVersion c where c.tenant = ?1 and c.version = (select max(o.version) from ConnectorVersion o"
                        + " where o.tenant = c.tenant and o.name = c.name) order by c.name",
                tenant);
    }

    /** The newest version of each connector behind a name, by name. */
    static Uni<List<ConnectorVersion>> newestOfEach(String tenant, String after, int max) {
        return ConnectorVersion.<ConnectorVersion>find(
                        "from ConnectorVersion c where c.tenant = ?1 and c.name > ?2 and c.version = (select max(o.version)"
                                + " from ConnectorVersion o where o.tenant = c.tenant and o.name = c.name) order by c.name",
                        tenant,
                        after)
                .page(0, max)
                .list();
    }
}
