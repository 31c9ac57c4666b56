package dev.ingest.scheduler.token;

import dev.ingest.contracts.config.AccessTokenSpec;
import dev.ingest.scheduler.postgres.TenantRow;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is kept of a token: not the token. */
@Entity
@Table(name = "access_token")
public class AccessToken extends TenantRow {
    @Column
    public String name;

    @Column
    public String role;

    /** Lower-case hexadecimal SHA-256 of the token's text. */
    @Column
    public String sha256;

    @Column(name = "expires_at")
    public Instant expiresAt;

    /** Whosever token has that hash. */
    public static Uni<Optional<AccessToken>> hashed(String sha256) {
        return AccessToken.<AccessToken>find("sha256", sha256).firstResult().map(Optional::ofNullable);
    }

    static Uni<List<AccessToken>> ofTenant(String tenant) {
        return list("tenant = ?1 order by id", tenant);
    }

    /** As the gateway reads it. */
    public AccessTokenSpec spec() {
        return new AccessTokenSpec(tenant, name, Set.of(role), expiresAt);
    }
}
