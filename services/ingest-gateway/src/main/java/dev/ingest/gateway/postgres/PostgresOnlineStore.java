package dev.ingest.gateway.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.gateway.online.OnlineRow;
import dev.ingest.gateway.online.OnlineStore;
import dev.ingest.gateway.online.StoreBusyException;
import dev.ingest.gateway.online.ViewId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One table for all views. */
public final class PostgresOnlineStore implements OnlineStore {
    private static final String CREATE = """
            create table if not exists online_row (
              tenant     text not null,
              view       text not null,
              version    text not null,
              entity     text not null,
              event_time bigint not null,
              row        text not null,
              primary key (tenant, view, version, entity)
            )""";
    private static final String PUT = """
            insert into online_row (tenant, view, version, entity, event_time, row)
            select $1, $2, $3, entity, event_time, row
            from unnest($4::text[], $5::bigint[], $6::text[]) as given (entity, event_time, row)
            on conflict (tenant, view, version, entity) do update
            set event_time = excluded.event_time, row = excluded.row
            where excluded.event_time >= online_row.event_time""";
    private static final String GET = """
            select entity, event_time, row from online_row
            where tenant = $1 and view = $2 and version = $3 and entity = any($4::text[])""";

    private final Pool pool;
    private final int callsMax;
    private final Semaphore free;
    private final MadeOnce table;

    /** @param callsMax most calls at once, waiting ones included */
    public PostgresOnlineStore(Pool pool, int callsMax) {
        this.pool = pool;
        this.callsMax = callsMax;
        this.table = new MadeOnce(pool, CREATE);
        this.free = new Semaphore(callsMax);
    }

    @Override
    public CompletionStage<@Nullable Void> put(ViewId view, List<OnlineRow> rows) {
        // Of an entity's rows one statement may write one only; and in one order, or two statements wait for each
        // other.
        Map<String, OnlineRow> newest = new TreeMap<>();
        rows.forEach(row -> newest.merge(
                row.entity(), row, (one, later) -> later.eventTime().isBefore(one.eventTime()) ? one : later));
        Tuple values = of(view).addArrayOfString(newest.keySet().toArray(String[]::new))
                .addArrayOfLong(newest.values().stream()
                        .map(row -> micros(row.eventTime()))
                        .toArray(Long[]::new))
                .addArrayOfString(newest.values().stream()
                        .map(row -> new String(row.json(), UTF_8))
                        .toArray(String[]::new));
        return call(() -> pool.preparedQuery(PUT).execute(values))
                .<@Nullable Void>map(done -> null)
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Map<String, OnlineRow>> get(ViewId view, Collection<String> entities) {
        Tuple values = of(view).addArrayOfString(entities.toArray(String[]::new));
        return call(() -> pool.preparedQuery(GET).execute(values))
                .map(PostgresOnlineStore::rows)
                .toCompletionStage();
    }

    private static Tuple of(ViewId view) {
        return Tuple.tuple().addString(view.tenant()).addString(view.name()).addString(view.version());
    }

    private static Map<String, OnlineRow> rows(RowSet<Row> found) {
        Map<String, OnlineRow> rows = new HashMap<>();
        for (Row row : found) {
            Instant time = Instant.EPOCH.plus(row.getLong(1), ChronoUnit.MICROS);
            rows.put(
                    row.getString(0),
                    new OnlineRow(row.getString(0), time, row.getString(2).getBytes(UTF_8)));
        }
        return rows;
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private <T> Future<T> call(Supplier<Future<T>> statement) {
        if (!free.tryAcquire()) {
            throw new StoreBusyException("%d calls of the online store are under way already".formatted(callsMax));
        }
        return table.ready().compose(ready -> statement.get()).onComplete(done -> free.release());
    }
}
