package dev.ingest.scheduler.tick;

import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.run.RunSettings;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Finds what is due, across tenants. Reading only: whoever acts on it does so as the tenant, and looks again. */
@Singleton
final class Due {
    // a time that was planned by a clock that is ahead of this one may be far off
    private static final String PIPELINES = """
            select tenant, name from pipeline
            where (next_due <= :time and not waits) or planned_at > cast(:time as timestamptz) + interval '5 minutes'
            order by next_due limit :max""";
    // queued by a process that died before it planned the run
    private static final String QUEUED =
            "select tenant, id from run where status = 'QUEUED' and requested_at <= :time order by id limit :max";
    private static final String SLICES = "select distinct tenant, '' from slice where due_at <= :time limit :max";

    /**
     * @param tenant whose it is
     * @param name its name or id
     */
    record Item(String tenant, String name) {}

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

    Uni<List<Item>> pipelines() {
        return find(PIPELINES, clock.instant(), settings.runsMax());
    }

    Uni<List<Item>> queuedRuns() {
        return find(QUEUED, clock.instant().minus(runs.planning()), settings.runsMax());
    }

    Uni<List<Item>> tenantsWithSlices() {
        return find(SLICES, clock.instant(), settings.tenantsMax());
    }

    private Uni<List<Item>> find(String sql, Instant time, int max) {
        return rows.readEveryones(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(sql, Object[].class)
                        .setParameter("time", time)
                        .setParameter("max", max)
                        .getResultList())
                .map(found -> found.stream()
                        .map(row -> new Item((String) row[0], (String) row[1]))
                        .toList()));
    }
}
