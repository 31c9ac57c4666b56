package dev.ingest.scheduler.notification;

import dev.ingest.scheduler.postgres.TenantRows;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;

/** Forgets what was told long ago. */
@Singleton
public final class OldDeliveries {
    private static final int TENANTS_MAX = 50;
    private static final String TENANTS =
            "select distinct tenant from notification_delivery where ended_at < :before limit :max";

    private final TenantRows rows;
    private final NotificationSettings settings;
    private final Clock clock;

    OldDeliveries(TenantRows rows, NotificationSettings settings, Clock clock) {
        this.rows = rows;
        this.settings = settings;
        this.clock = clock;
    }

    /** Of some tenants; the next call goes on. */
    public Uni<Void> forget() {
        Instant before = clock.instant().minus(settings.kept());
        return rows.readEveryones(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(TENANTS, String.class)
                                .setParameter("before", before)
                                .setParameter("max", TENANTS_MAX)
                                .getResultList()))
                .chain(tenants -> Multi.createFrom()
                        .iterable(tenants)
                        .onItem()
                        .transformToUniAndConcatenate(tenant ->
                                rows.of(tenant, () -> Delivery.delete("tenant = ?1 and endedAt < ?2", tenant, before)))
                        .collect()
                        .asList())
                .replaceWithVoid();
    }
}
