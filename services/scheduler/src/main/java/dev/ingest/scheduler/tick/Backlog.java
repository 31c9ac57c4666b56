package dev.ingest.scheduler.tick;

import dev.ingest.contracts.Topics;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.run.RunState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What waits, as the last tick of this process saw it after its work. Of several processes the greatest counts. */
@Singleton
final class Backlog {
    private static final String DUE = """
            select 'pipeline', min(next_due), count(*) from pipeline where next_due <= :now and not waits
            union all select 'slice', min(due_at), count(*) from slice where due_at <= :now""";
    private static final String RUNS = "select status, count(*) from run where status in (:active) group by status";

    private final TenantRows rows;
    private final Clock clock;
    private final MeterRegistry registry;
    private final Map<String, Double> figures = new ConcurrentHashMap<>();

    Backlog(TenantRows rows, Clock clock, MeterRegistry registry) {
        this.rows = rows;
        this.clock = clock;
        this.registry = registry;
        for (String what : List.of("pipeline", "slice")) {
            gauge("ingest.due", "what", what);
            gauge("ingest.due.age.seconds", "what", what);
        }
        RunState.ACTIVE.forEach(status -> gauge("ingest.runs.active", "status", lower(status)));
        List.of(Topics.REQUESTS, Topics.RECORDS, Topics.PARKED).forEach(topic -> gauge("ingest.lag", "topic", topic));
    }

    /** Looks, and remembers. */
    Uni<Void> look() {
        Instant now = clock.instant();
        return rows.readEveryones(() -> due(now).chain(() -> runs()));
    }

    /** So many messages of a topic are not drained. */
    void lag(String topic, long messages) {
        figures.put(name("ingest.lag", topic), (double) messages);
    }

    private Uni<Void> due(Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(DUE, Object[].class)
                        .setParameter("now", now)
                        .getResultList())
                .invoke(found -> found.forEach(row -> {
                    String what = (String) row[0];
                    figures.put(name("ingest.due", what), ((Number) row[2]).doubleValue());
                    figures.put(name("ingest.due.age.seconds", what), age(row[1], now));
                }))
                .replaceWithVoid();
    }

    private static double age(Object oldest, Instant now) {
        return oldest instanceof Instant since ? Duration.between(since, now).toMillis() / 1000.0 : 0;
    }

    private Uni<Void> runs() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(RUNS, Object[].class)
                        .setParameter("active", RunState.ACTIVE)
                        .getResultList())
                .invoke(found -> {
                    RunState.ACTIVE.forEach(status -> figures.put(name("ingest.runs.active", lower(status)), 0.0));
                    found.forEach(row -> figures.put(
                            name("ingest.runs.active", lower((String) row[0])), ((Number) row[1]).doubleValue()));
                })
                .replaceWithVoid();
    }

    private void gauge(String name, String tag, String value) {
        // nothing is known before the first tick, which is not the same as nothing that waits
        Gauge.builder(name, figures, known -> known.getOrDefault(name(name, value), Double.NaN))
                .tag(tag, value)
                .register(registry);
    }

    private static String name(String gauge, String value) {
        return gauge + "/" + value;
    }

    private static String lower(String status) {
        return status.toLowerCase(Locale.ROOT);
    }
}
