package dev.ingest.scheduler.token;

import dev.ingest.contracts.config.AccessTokenSpec;
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
import java.util.Set;

/** What is kept of a token: not the token. */
@Entity
@Table(name = "access_token")
public class AccessToken extends TenantRow {
    @Column
    public String name;

    /** Who holds it: a {@link UserName}. */
    @Column
    public String holder;

    @Column
    public String role;

    /** From where it may be used; from everywhere if empty. */
    @Column
    @Convert(converter = TextList.class)
    public List<String> networks;

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
        return new AccessTokenSpec(tenant, name, holder, Set.of(role), networks, expiresAt);
    }
}
