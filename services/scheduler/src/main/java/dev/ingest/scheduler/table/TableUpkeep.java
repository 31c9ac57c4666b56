package dev.ingest.scheduler.table;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.DoUpkeep;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.Offload;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Asks the writer to look after tables that no records come to: it does so by itself only when they come. A table is asked for
 * once a day until some days after its last commit; by then its old snapshots are forgotten and what crashes left is removed.
 */
@Singleton
public final class TableUpkeep {
    private static final Duration EVERY = Duration.ofDays(1);

    /** Longer than snapshots and orphans are kept by default, together. */
    private static final Duration AFTER_LAST_COMMIT = Duration.ofDays(10);

    private static final int TABLES_PER_TICK_MAX = 200;

    private static final String NOTE = """
            insert into table_upkeep (tenant, namespace, table_name, due_at, until)
            values (:tenant, :namespace, :name, :due, :until)
            on conflict (tenant, namespace, table_name) do update set due_at = excluded.due_at, until = excluded.until
            where table_upkeep.until < excluded.until - interval '1 day'""";
    private static final String DUE =
            "select tenant, namespace, table_name from table_upkeep where due_at <= :now order by due_at limit :max";
    private static final String CLAIM = """
            update table_upkeep set due_at = :next
            where tenant = :tenant and namespace = :namespace and table_name = :name and due_at <= :now""";
    private static final String FORGET = "delete from table_upkeep where tenant = :tenant and until < :now";

    private record Item(String tenant, TableRef table) {}

    private final TenantRows rows;
    private final EventPublisher publisher;
    private final Ulid ids;
    private final Clock clock;

    TableUpkeep(TenantRows rows, EventPublisher publisher, Ulid ids, Clock clock) {
        this.rows = rows;
        this.publisher = publisher;
        this.ids = ids;
        this.clock = clock;
    }

    /** Notes a commit, within the transaction of its fact. Most commits change nothing here. */
    public Uni<Void> committed(TableCommitted fact) {
        Instant now = clock.instant();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(NOTE)
                        .setParameter("tenant", fact.tenant())
                        .setParameter("namespace", fact.table().namespace())
                        .setParameter("name", fact.table().name())
                        .setParameter("due", now.plus(EVERY))
                        .setParameter("until", now.plus(AFTER_LAST_COMMIT))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Asks for those that are due; answers how many. A request that gets lost is made again the next day. */
    public Uni<Integer> ask() {
        return due().chain(tables -> Multi.createFrom()
                .iterable(tables)
                .onItem()
                .transformToUniAndConcatenate(this::ask)
                .collect()
                .with(java.util.stream.Collectors.summingInt(asked -> asked)));
    }

    private Uni<List<Item>> due() {
        return rows.readEveryones(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(DUE, Object[].class)
                        .setParameter("now", clock.instant())
                        .setParameter("max", TABLES_PER_TICK_MAX)
                        .getResultList())
                .map(found -> found.stream()
                        .map(row -> new Item((String) row[0], new TableRef((String) row[1], (String) row[2])))
                        .toList()));
    }

    private Uni<Integer> ask(Item item) {
        return rows.of(item.tenant(), () -> claim(item)).chain(claimed -> {
            if (claimed == 0) {
                return Uni.createFrom().item(0);
            }
            return Offload.run(() -> {
                publisher
                        .marker(item.tenant(), item.table(), new DoUpkeep(ids.next()))
                        .toCompletableFuture()
                        .join();
                return 1;
            });
        });
    }

    private Uni<Integer> claim(Item item) {
        Instant now = clock.instant();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CLAIM)
                        .setParameter("tenant", item.tenant())
                        .setParameter("namespace", item.table().namespace())
                        .setParameter("name", item.table().name())
                        .setParameter("now", now)
                        .setParameter("next", now.plus(EVERY))
                        .executeUpdate()
                        .call(() -> session.createNativeQuery(FORGET)
                                .setParameter("tenant", item.tenant())
                                .setParameter("now", now)
                                .executeUpdate()));
    }
}
