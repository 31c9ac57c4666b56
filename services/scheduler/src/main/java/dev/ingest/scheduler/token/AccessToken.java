package dev.ingest.scheduler.token;

import dev.ingest.contracts.config.AccessTokenSpec;
import dev.ingest.contracts.error.ErrorCode;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    /** What whoever made it calls that, so that asking again makes no other. */
    @Column(name = "idempotency_key")
    public @Nullable String idempotencyKey;

    /** The one that was made under that key. */
    static Uni<Optional<AccessToken>> asked(String tenant, String key) {
        return AccessToken.<AccessToken>find("tenant = ?1 and idempotencyKey = ?2", tenant, key)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** This one with the text of another that asks for the same; {@code CONFLICT} if it asks for something else. */
    AccessToken again(AccessToken asked) {
        boolean same = name.equals(asked.name)
                && holder.equals(asked.holder)
                && role.equals(asked.role)
                && networks.equals(asked.networks);
        if (!same) {
            throw new IngestException(
                    ErrorCode.CONFLICT,
                    "Idempotency-Key: was used for token '%s' (expected: another key, or the same request)"
                            .formatted(name));
        }
        sha256 = asked.sha256;
        expiresAt = asked.expiresAt;
        return this;
    }

    /** Whosever token has that hash. */
    public static Uni<Optional<AccessToken>> hashed(String sha256) {
        return AccessToken.<AccessToken>find("sha256", sha256).firstResult().map(Optional::ofNullable);
    }

    static Uni<List<AccessToken>> ofTenant(String tenant, String after, int max) {
        return AccessToken.<AccessToken>find("tenant = ?1 and id > ?2 order by id", tenant, after)
                .page(0, max)
                .list();
    }

    /** As the gateway reads it. */
    public AccessTokenSpec spec() {
        return new AccessTokenSpec(tenant, name, holder, Set.of(role), networks, expiresAt);
    }
}
