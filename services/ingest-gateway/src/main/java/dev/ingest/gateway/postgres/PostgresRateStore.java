package dev.ingest.gateway.postgres;

import dev.ingest.gateway.rate.Rate;
import dev.ingest.gateway.rate.RateStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;

/** One row per bucket, changed by one statement. The table is not logged: after a crash of the database every bucket is full. */
public final class PostgresRateStore implements RateStore {
    private static final String CREATE = """
            create unlogged table if not exists rate_bucket (
              key     text primary key,
              level   double precision not null,
              granted integer not null,
              at      bigint not null
            )""";

    /** $1 key, $2 posts per second, $3 burst, $4 wanted, $5 now in microseconds. */
    private static final String TAKE = """
            insert into rate_bucket as bucket (key, level, granted, at)
            values ($1, $3 - least($4, $3), least($4, $3), $5)
            on conflict (key) do update set (level, granted, at) = (
              select filled.level - taken.granted, taken.granted, greatest(bucket.at, $5)
              from (select least($3, bucket.level + $2 * greatest(0, $5 - bucket.at) / 1e6) as level) as filled,
              lateral (select least($4, floor(filled.level)::integer) as granted) as taken)
            returning granted""";

    private final Pool pool;
    private final MadeOnce table;

    public PostgresRateStore(Pool pool) {
        this.pool = pool;
        this.table = new MadeOnce(pool, CREATE);
    }

    @Override
    public CompletionStage<Integer> take(String key, Rate rate, int wanted, Instant now) {
        Tuple values = Tuple.of(
                key, (double) rate.perSecond(), rate.burst(), wanted, ChronoUnit.MICROS.between(Instant.EPOCH, now));
        Future<Integer> granted = table.ready()
                .compose(made -> pool.preparedQuery(TAKE).execute(values))
                .map(rows -> rows.iterator().next().getInteger(0));
        return granted.toCompletionStage();
    }
}
