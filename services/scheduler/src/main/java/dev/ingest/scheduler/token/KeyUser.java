package dev.ingest.scheduler.token;

import dev.ingest.contracts.config.KeyUserSpec;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRow;
import dev.ingest.scheduler.postgres.TextList;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Optional;

/** A user who signs tokens with a key of their own. */
@Entity
@Table(name = "key_user")
public class KeyUser extends TenantRow {
    /** A {@link UserName}. */
    @Column
    public String name;

    @Column
    public String role;

    /** As {@link KeyUserSpec#publicKeys}. */
    @Column(name = "public_keys")
    @Convert(converter = TextList.class)
    public List<String> publicKeys;

    static Uni<Optional<KeyUser>> named(String tenant, String name) {
        return KeyUser.<KeyUser>find("tenant = ?1 and name = ?2", tenant, name)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** The user of that name; fails with {@code NOT_FOUND}. */
    public static Uni<KeyUser> required(String tenant, String name) {
        return named(tenant, name).map(found -> found.orElseThrow(() -> IngestException.notFound("user", name)));
    }

    /** Those behind a name, by name. */
    static Uni<List<KeyUser>> ofTenant(String tenant, String after, int max) {
        return KeyUser.<KeyUser>find("tenant = ?1 and name > ?2 order by name", tenant, after)
                .page(0, max)
                .list();
    }

    /** As the gateway reads it. */
    public KeyUserSpec spec() {
        return new KeyUserSpec(tenant, name, role, publicKeys);
    }
}
