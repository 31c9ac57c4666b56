package dev.ingest.scheduler.billing;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.UsageRecorded;
import dev.ingest.scheduler.postgres.TenantRows;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Books usage: an event once, and into its day in the same transaction. The table may be gone; it was used all the same. */
@Singleton
public final class UsageLedger {
    private static final String EVENT = """
            insert into usage_event (id, tenant, namespace, table_name, pipeline, rows, bytes, files, at)
            values (:id, :tenant, :namespace, :table, nullif(:pipeline, ''), :rows, :bytes, :files, :at)
            on conflict (id) do nothing""";
    private static final String DAY = """
            insert into usage_day (id, tenant, day, namespace, table_name, pipeline, rows, bytes, files, commits,
              revision, told_revision)
            values (:id, :tenant, :day, :namespace, :table, nullif(:pipeline, ''), :rows, :bytes, :files, 1, 1, 0)
            on conflict (tenant, day, namespace, table_name, pipeline) do update set
              rows = usage_day.rows + excluded.rows, bytes = usage_day.bytes + excluded.bytes,
              files = usage_day.files + excluded.files, commits = usage_day.commits + 1,
              revision = usage_day.revision + 1""";

    private final TenantRows rows;
    private final Budgets budgets;
    private final Ulid ids;

    UsageLedger(TenantRows rows, Budgets budgets, Ulid ids) {
        this.rows = rows;
        this.budgets = budgets;
        this.ids = ids;
    }

    /** Books it; told again, it changes nothing. Fails with {@code NOT_FOUND} if there is no such tenant. */
    public Uni<Void> book(UsageRecorded usage) {
        LocalDate day = LocalDate.ofInstant(usage.at(), ZoneOffset.UTC);
        return rows.of(
                usage.tenant(),
                () -> execute(EVENT, values(usage, usage.id(), Map.of("at", usage.at())))
                        .chain(first -> first == 0
                                ? Uni.createFrom().voidItem()
                                : execute(DAY, values(usage, ids.next(), Map.of("day", day)))
                                        .chain(() -> budgets.check(usage.tenant(), YearMonth.from(day)))));
    }

    private static Map<String, Object> values(UsageRecorded usage, String id, Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>(more);
        values.put("id", id);
        values.put("tenant", usage.tenant());
        values.put("namespace", usage.table().namespace());
        values.put("table", usage.table().name());
        values.put("pipeline", usage.pipeline().orElse(""));
        values.put("rows", usage.rows());
        values.put("bytes", usage.bytes());
        values.put("files", usage.files());
        return values;
    }

    private static Uni<Integer> execute(String sql, Map<String, Object> values) {
        return Panache.getSession().chain(session -> {
            var query = session.createNativeQuery(sql);
            values.forEach(query::setParameter);
            return query.executeUpdate();
        });
    }
}
