package dev.ingest.scheduler.fact;

import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.tenant.Tenant;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Deletes what was remembered for telling repetitions, once Kafka cannot repeat it any more: facts that were heard, and slices
 * that the checkpoint is past. Runs and their figures stay. A round goes through the tenants in parts, one part a tick, so that no
 * tick is held up by how many there are.
 */
@Singleton
public final class Forgetting {
    private static final Duration PAUSE = Duration.ofHours(1);

    /** Most tenants a tick looks at. */
    private static final int TENANTS_MAX = 100;

    private static final List<String> OF_TENANT = List.of(
            "delete from table_commit where tenant = :tenant and committed_at < :before",
            "delete from rejection where tenant = :tenant and heard_at < :before",
            "delete from slice where tenant = :tenant and settled and run in"
                    + " (select id from run where tenant = :tenant and finished_at < :before)");
    private static final String OF_NOBODY = "delete from fact_error where heard_at < :before";

    /**
     * Where a round is.
     *
     * @param after the last tenant that was looked at; empty before the first
     * @param due when it goes on
     */
    private record Place(String after, Instant due) {
        Place behind(List<Tenant> tenants, Instant now) {
            return tenants.size() < TENANTS_MAX
                    ? new Place("", now.plus(PAUSE))
                    : new Place(tenants.getLast().tenant, now);
        }
    }

    private final TenantRows rows;
    private final FactSettings settings;
    private final Clock clock;
    private final AtomicReference<Place> place = new AtomicReference<>(new Place("", Instant.MIN));

    Forgetting(TenantRows rows, FactSettings settings, Clock clock) {
        this.rows = rows;
        this.settings = settings;
        this.clock = clock;
    }

    /** Goes on with the round, or begins one an hour after the last. A tenant that fails is looked at again in the next round. */
    public Uni<Void> now() {
        Instant now = clock.instant();
        Place here = place.get();
        if (now.isBefore(here.due())) {
            return Uni.createFrom().voidItem();
        }
        Instant before = now.minus(settings.remember());
        return rows.readEveryones(() -> Tenant.byId(here.after(), TENANTS_MAX))
                .invoke(tenants -> place.compareAndSet(here, here.behind(tenants, now)))
                .call(() -> here.after().isEmpty()
                        ? rows.ofNobody(() -> delete(OF_NOBODY, before))
                        : Uni.createFrom().voidItem())
                .chain(tenants -> Multi.createFrom()
                        .iterable(tenants)
                        .onItem()
                        .transformToUniAndConcatenate(tenant -> ofTenant(tenant.tenant, before))
                        .collect()
                        .asList())
                .replaceWithVoid();
    }

    private Uni<Integer> ofTenant(String tenant, Instant before) {
        return rows.of(
                tenant,
                () -> Multi.createFrom()
                        .iterable(OF_TENANT)
                        .onItem()
                        .transformToUniAndConcatenate(sql -> Panache.getSession()
                                .chain(session -> session.createNativeQuery(sql)
                                        .setParameter("tenant", tenant)
                                        .setParameter("before", before)
                                        .executeUpdate()))
                        .collect()
                        .last());
    }

    private static Uni<Integer> delete(String sql, Instant before) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(sql)
                        .setParameter("before", before)
                        .executeUpdate());
    }
}
