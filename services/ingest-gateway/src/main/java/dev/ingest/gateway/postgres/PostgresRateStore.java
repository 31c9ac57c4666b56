package dev.ingest.gateway.postgres;

import dev.ingest.gateway.rate.Rate;
import dev.ingest.gateway.rate.RateStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One row per bucket, changed by one statement. The table is not logged: after a crash of the database every bucket is full. So is
 * one that nobody has asked for a while, and it need not be kept: now and then a gateway removes such rows.
 */
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

    /** Longer than a bucket takes to fill, and than the clocks of gateways may be apart. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    /** Of other gateways that clean up at the same time each takes its own rows. $1 microseconds, $2 rows at most. */
    private static final String CLEAN = """
            delete from rate_bucket where key in (
              select key from rate_bucket where at < $1 limit $2 for update skip locked)""";

    private static final int CLEAN_MAX = 10_000;

    private final Pool pool;
    private final MadeOnce table;
    private final AtomicReference<@Nullable Instant> cleaned = new AtomicReference<>();

    public PostgresRateStore(Pool pool) {
        this.pool = pool;
        this.table = new MadeOnce(pool, CREATE);
    }

    @Override
    public CompletionStage<Integer> take(String key, Rate rate, int wanted, Instant now) {
        Tuple values = Tuple.of(key, (double) rate.perSecond(), rate.burst(), wanted, micros(now));
        Future<Integer> granted = table.ready()
                .compose(made -> isTimeToClean(now) ? clean(now) : Future.succeededFuture())
                .compose(clean -> pool.preparedQuery(TAKE).execute(values))
                .map(rows -> rows.iterator().next().getInteger(0));
        return granted.toCompletionStage();
    }

    private boolean isTimeToClean(Instant now) {
        Instant last = cleaned.get();
        boolean due = last == null || now.isAfter(last.plus(IDLE));
        return due && cleaned.compareAndSet(last, now) && last != null;
    }

    /** One that fails is tried again a while later: the rows do no harm until then. */
    private Future<?> clean(Instant now) {
        return pool.preparedQuery(CLEAN)
                .execute(Tuple.of(micros(now.minus(IDLE)), CLEAN_MAX))
                .otherwiseEmpty();
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
