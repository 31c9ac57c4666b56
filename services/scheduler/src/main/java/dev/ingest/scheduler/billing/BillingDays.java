package dev.ingest.scheduler.billing;

import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.Offload;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Tells what was used on days that are over, on {@code ingest.billing}. What was acknowledged is marked afterwards: whoever dies in
 * between tells it again, under the same id.
 */
@Singleton
public final class BillingDays {
    /** Usage of the day's last minutes is heard of by then, mostly; what comes later makes another revision. */
    private static final Duration GRACE = Duration.ofHours(1);

    private static final int DAYS_MAX = 500;
    private static final int TENANTS_MAX = 200;
    private static final String TENANTS =
            "select distinct tenant from usage_day where day < :before and told_revision < revision limit :max";

    private final TenantRows rows;
    private final EventPublisher publisher;
    private final Clock clock;

    BillingDays(TenantRows rows, EventPublisher publisher, Clock clock) {
        this.rows = rows;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Tells some; the next call goes on. */
    public Uni<Void> tell() {
        LocalDate before = LocalDate.ofInstant(clock.instant().minus(GRACE), ZoneOffset.UTC);
        return rows.readEveryones(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(TENANTS, String.class)
                                .setParameter("before", before)
                                .setParameter("max", TENANTS_MAX)
                                .getResultList()))
                .chain(tenants -> Multi.createFrom()
                        .iterable(tenants)
                        .onItem()
                        .transformToUniAndConcatenate(tenant -> tell(tenant, before))
                        .collect()
                        .asList())
                .replaceWithVoid();
    }

    private Uni<Void> tell(String tenant, LocalDate before) {
        return rows.of(tenant, () -> UsageDay.untold(tenant, before, DAYS_MAX))
                .chain(days -> Offload.run(() -> acknowledged(days)))
                .chain(told -> rows.of(tenant, () -> mark(tenant, told)));
    }

    private List<UsageDay> acknowledged(List<UsageDay> days) {
        List<CompletableFuture<?>> sent = new ArrayList<>();
        days.forEach(day -> sent.add(publisher.billing(day.told()).toCompletableFuture()));
        sent.forEach(CompletableFuture::join);
        return days;
    }

    private static Uni<Void> mark(String tenant, List<UsageDay> told) {
        return Multi.createFrom()
                .iterable(told)
                .onItem()
                .transformToUniAndConcatenate(day -> UsageDay.update(
                        "toldRevision = ?1 where tenant = ?2 and id = ?3 and toldRevision < ?1",
                        day.revision,
                        tenant,
                        day.id))
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
