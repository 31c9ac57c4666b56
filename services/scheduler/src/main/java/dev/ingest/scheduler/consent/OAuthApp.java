package dev.ingest.scheduler.consent;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRow;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The operator's app at an API, lent to a tenant for one connector. */
@Entity
@Table(name = "oauth_app")
public class OAuthApp extends TenantRow {
    /** The connector's. */
    @Column
    public String name;

    @Column(name = "client_id")
    public String clientId;

    @Column(name = "updated_at")
    public Instant updatedAt;

    static Uni<Optional<OAuthApp>> of(String tenant, String connector) {
        return OAuthApp.<OAuthApp>find("tenant = ?1 and name = ?2", tenant, connector)
                .firstResult()
                .map(Optional::ofNullable);
    }

    static Uni<OAuthApp> required(String tenant, String connector) {
        return of(tenant, connector)
                .map(found -> found.orElseThrow(() -> IngestException.notFound("app of connector", connector)));
    }

    /** Those behind a name, by name. */
    static Uni<List<OAuthApp>> ofTenant(String tenant, String after, int max) {
        return OAuthApp.<OAuthApp>find("tenant = ?1 and name > ?2 order by name", tenant, after)
                .page(0, max)
                .list();
    }

    /** Where its secret is. No credential can be called that, so no tenant reaches it under a name of theirs. */
    static String secretName(String connector) {
        return "app." + connector;
    }
}
