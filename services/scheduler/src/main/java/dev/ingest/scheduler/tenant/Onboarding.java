package dev.ingest.scheduler.tenant;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.config.TenantLimitsSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.destination.Destination;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.table.QueryLog;
import dev.ingest.scheduler.table.TableClaims;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a tenant, with what every tenant has: the managed destination and the table of its query logs. */
@Singleton
public final class Onboarding {
    private final TenantRows rows;
    private final TableClaims claims;
    private final Ulid ids;
    private final Clock clock;

    Onboarding(TenantRows rows, TableClaims claims, Ulid ids, Clock clock) {
        this.rows = rows;
        this.claims = claims;
        this.ids = ids;
        this.clock = clock;
    }

    /** Fails with {@code CONFLICT} if there is a tenant of that id. */
    public Uni<Tenant> create(String id, String name) {
        return create(id, name, Optional.empty());
    }

    /** @param key what whoever asks calls this: the tenant that was made under it is the answer */
    Uni<Tenant> create(String id, String name, Optional<String> key) {
        return rows.ofNew(
                id,
                () -> Tenant.<Tenant>findById(id).chain(found -> {
                    if (found == null) {
                        return saved(id, name, key);
                    }
                    if (key.isEmpty() || !key.get().equals(found.idempotencyKey)) {
                        throw new IngestException(ErrorCode.CONFLICT, "tenant '%s' exists".formatted(id));
                    }
                    return Uni.createFrom().item(found);
                }));
    }

    private Uni<Tenant> saved(String id, String name, Optional<String> key) {
        Tenant tenant = new Tenant();
        tenant.tenant = id;
        tenant.name = name;
        tenant.createdAt = clock.instant();
        tenant.egress = List.of();
        tenant.limits = TenantLimitsSpec.none();
        tenant.idempotencyKey = key.orElse(null);
        return tenant.persistAndFlush()
                .chain(() -> managed(id).persistAndFlush())
                .chain(() -> claims.claim(id, QueryLog.OWNER, List.of(QueryLog.SHAPE)))
                .replaceWith(tenant);
    }

    private Destination managed(String tenant) {
        Destination row = new Destination();
        row.id = ids.next();
        row.tenant = tenant;
        row.name = DestinationSpec.MANAGED;
        row.kind = DestinationSpec.MANAGED;
        row.properties = Map.of();
        return row;
    }
}
