package dev.ingest.scheduler.table;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.TableCommitted;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.stream.Collectors;

/** The newest metadata file of each table that was told of, for readers that ask no catalog. Within the caller's transaction. */
public final class TableHeads {
    private static final String NOTE = """
            insert into table_head (tenant, namespace, table_name, metadata, committed_at)
            values (:tenant, :namespace, :name, :metadata, :at)
            on conflict (tenant, namespace, table_name)
              do update set metadata = excluded.metadata, committed_at = excluded.committed_at
            where table_head.committed_at <= excluded.committed_at""";
    private static final String OF_DESTINATION = """
            select t.namespace, t.name, h.metadata from lake_table t
            join table_head h on h.tenant = t.tenant and h.namespace = t.namespace and h.table_name = t.name
            where t.tenant = :tenant and t.destination = :destination""";

    private TableHeads() {}

    /** Notes where a commit can be seen; a late one changes nothing. */
    public static Uni<Void> committed(TableCommitted fact) {
        return fact.metadata()
                .map(metadata -> note(fact, metadata))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static Uni<Void> note(TableCommitted fact, String metadata) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(NOTE)
                        .setParameter("tenant", fact.tenant())
                        .setParameter("namespace", fact.table().namespace())
                        .setParameter("name", fact.table().name())
                        .setParameter("metadata", metadata)
                        .setParameter("at", fact.committedAt())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Locations of those that are in a destination; a table that nothing was told of is not in it. */
    public static Uni<Map<TableRef, String>> of(String tenant, String destination) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(OF_DESTINATION, Object[].class)
                        .setParameter("tenant", tenant)
                        .setParameter("destination", destination)
                        .getResultList())
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> new TableRef((String) row[0], (String) row[1]), row -> (String) row[2])));
    }
}
