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
        return rows.ofNew(
                id,
                () -> Tenant.<Tenant>findById(id).chain(found -> {
                    if (found != null) {
                        throw new IngestException(ErrorCode.CONFLICT, "tenant '%s' exists".formatted(id));
                    }
                    return saved(id, name);
                }));
    }

    private Uni<Tenant> saved(String id, String name) {
        Tenant tenant = new Tenant();
        tenant.tenant = id;
        tenant.name = name;
        tenant.createdAt = clock.instant();
        tenant.egress = List.of();
        tenant.limits = TenantLimitsSpec.none();
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
