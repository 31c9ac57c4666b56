package dev.ingest.scheduler.credential;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRow;
import dev.ingest.scheduler.postgres.TextList;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A credential's name and keys. */
@Entity
@Table(name = "credential")
public class Credential extends TenantRow {
    @Column
    public String name;

    @Column
    @Convert(converter = TextList.class)
    public List<String> keys;

    @Column(name = "updated_at")
    public Instant updatedAt;

    /** The credential of that name, if the tenant has it. */
    public static Uni<Optional<Credential>> named(String tenant, String name) {
        return Credential.<Credential>find("tenant = ?1 and name = ?2", tenant, name)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** The credential of that name; fails with {@code NOT_FOUND}. */
    public static Uni<Credential> required(String tenant, String name) {
        return named(tenant, name).map(found -> found.orElseThrow(() -> IngestException.notFound("credential", name)));
    }

    /** The tenant's credentials by name. */
    public static Uni<List<Credential>> ofTenant(String tenant) {
        return list("tenant = ?1 order by name", tenant);
    }

    /** Those behind a name, by name. */
    static Uni<List<Credential>> ofTenant(String tenant, String after, int max) {
        return Credential.<Credential>find("tenant = ?1 and name > ?2 order by name", tenant, after)
                .page(0, max)
                .list();
    }
}
