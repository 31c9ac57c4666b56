package dev.ingest.scheduler.tick;

import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.run.RunSettings;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Finds whose work is due, across tenants. Reading only: whoever acts on it does so as the tenant, and looks again. */
@Singleton
final class Due {
    // a time that was planned by a clock that is ahead of this one may be far off
    private static final String PIPELINES = """
            select tenant from pipeline
            where (next_due <= :time and not waits) or planned_at > cast(:time as timestamptz) + interval '5 minutes'
            group by tenant order by min(next_due) limit :max""";
    // queued by a process that died before it planned the run
    private static final String QUEUED = """
            select tenant from run where status = 'QUEUED' and requested_at <= :time
            group by tenant order by min(requested_at) limit :max""";
    private static final String SLICES = """
            select tenant from slice where due_at <= :time group by tenant order by min(due_at) limit :max""";

    private final TenantRows rows;
    private final TickSettings settings;
    private final RunSettings runs;
    private final Clock clock;

    Due(TenantRows rows, TickSettings settings, RunSettings runs, Clock clock) {
        this.rows = rows;
        this.settings = settings;
        this.runs = runs;
        this.clock = clock;
    }

    /** Whose pipelines are due, those first that wait longest. */
    Uni<List<String>> pipelines() {
        return tenants(PIPELINES, clock.instant());
    }

    /** Whose runs nobody planned. */
    Uni<List<String>> queuedRuns() {
        return tenants(QUEUED, clock.instant().minus(runs.planning()));
    }

    /** Whose slices are to be requested. */
    Uni<List<String>> slices() {
        return tenants(SLICES, clock.instant());
    }

    private Uni<List<String>> tenants(String sql, Instant time) {
        return rows.readEveryones(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(sql, String.class)
                        .setParameter("time", time)
                        .setParameter("max", settings.tenantsMax())
                        .getResultList()));
    }
}
