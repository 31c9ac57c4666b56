package dev.ingest.scheduler.credential;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.secret.Secret;
import dev.ingest.platform.secret.SecretStore;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes values to the secret store and names to the database; the store first, so that no name is without its values. */
@Singleton
public final class Credentials {
    /** How often a credential may be written by somebody else while it is changed. */
    private static final int TRIES = 5;

    private static final String USES = """
            select 'pipeline ' || name from pipeline where tenant = :tenant and credential = :name
            union all select 'destination ' || name from destination where tenant = :tenant and credential = :name
            union all select 'notification ' || name from notification_target where tenant = :tenant and credential = :name
            limit 1""";

    private final TenantRows rows;
    private final SecretStore secrets;
    private final Ulid ids;
    private final Clock clock;

    Credentials(TenantRows rows, SecretStore secrets, Ulid ids, Clock clock) {
        this.rows = rows;
        this.secrets = secrets;
        this.ids = ids;
        this.clock = clock;
    }

    Uni<List<Credential>> list(String tenant, String after, int max) {
        return rows.of(tenant, () -> Credential.ofTenant(tenant, after, max));
    }

    Uni<Credential> write(String tenant, String name, Map<String, String> values) {
        return rows.of(
                        tenant,
                        () -> Credential.named(tenant, name)) // refuses an unknown tenant before anything is written
                .chain(() -> Offload.run(() -> {
                    secrets.write(tenant, name, values);
                    return values.keySet();
                }))
                .chain(keys -> filled(tenant, name, keys));
    }

    /**
     * Writes some values and leaves the others as they are.
     *
     * @return fails with {@code NOT_FOUND} if there is no such credential
     */
    Uni<Credential> change(String tenant, String name, Map<String, String> values) {
        return rows.of(tenant, () -> Credential.required(tenant, name))
                .chain(() -> Offload.run(() -> merged(tenant, name, values)))
                .chain(keys -> filled(tenant, name, keys));
    }

    private Set<String> merged(String tenant, String name, Map<String, String> values) {
        for (int i = 0; i < TRIES; i++) {
            Secret present = secrets.read(tenant, name).orElseGet(() -> new Secret(0, Map.of()));
            Map<String, String> all = new HashMap<>(present.values());
            all.putAll(values);
            if (secrets.replace(tenant, name, present.version(), all)) {
                return all.keySet();
            }
        }
        throw new IngestException(
                ErrorCode.CONFLICT,
                "credential '%s' was written by others %d times meanwhile: try again".formatted(name, TRIES));
    }

    /** Says what a credential has values for now; whoever calls has put them into the secret store. */
    public Uni<Credential> filled(String tenant, String name, Collection<String> keys) {
        return rows.of(
                tenant,
                () -> Credential.named(tenant, name).chain(found -> {
                    Credential row = found.orElseGet(() -> created(tenant, name));
                    row.keys = keys.stream().sorted().toList();
                    row.updatedAt = clock.instant();
                    return row.<Credential>persist();
                }));
    }

    Uni<Void> delete(String tenant, String name) {
        return rows.of(tenant, () -> Credential.required(tenant, name).chain(row -> unused(tenant, name)))
                .chain(() -> Offload.run(() -> {
                    secrets.delete(tenant, name);
                    return name;
                }))
                .chain(() -> rows.of(tenant, () -> Credential.delete("tenant = ?1 and name = ?2", tenant, name)))
                .replaceWithVoid();
    }

    private static Uni<Void> unused(String tenant, String name) {
        return Credential.getSession()
                .chain(session -> session.createNativeQuery(USES, String.class)
                        .setParameter("tenant", tenant)
                        .setParameter("name", name)
                        .getResultList())
                .invoke(uses -> {
                    if (!uses.isEmpty()) {
                        throw new IngestException(
                                ErrorCode.CONFLICT, "credential '%s' is used by %s".formatted(name, uses.getFirst()));
                    }
                })
                .replaceWithVoid();
    }

    private Credential created(String tenant, String name) {
        Credential row = new Credential();
        row.id = ids.next();
        row.tenant = tenant;
        row.name = name;
        return row;
    }
}
