package dev.ingest.gateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.gateway.rate.Rate;
import dev.ingest.gateway.rate.RateStore;
import dev.ingest.gateway.rate.RateStoreContract;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PostgresRateStoreTest extends RateStoreContract {
    private static final Pools POOLS = new Pools();
    private static final Pool POOL = POOLS.database("rates");

    @Override
    protected RateStore store() {
        return new PostgresRateStore(POOL);
    }

    @Test
    void bucketsThatNobodyAsksForAreRemoved() {
        Instant later = Instant.parse("2030-01-01T00:00:00Z");
        RateStore store = store();
        take(store, "removed a", later);
        take(store, "removed b", later.plusSeconds(30));
        assertThat(kept("removed %")).containsExactly("removed a", "removed b");
        take(store, "removed b", later.plusSeconds(61));
        assertThat(kept("removed %")).containsExactly("removed b");
        assertThat(take(store, "removed a", later.plusSeconds(62))).isEqualTo(10);
    }

    private static int take(RateStore store, String key, Instant now) {
        return store.take(key, new Rate(10), 10, now).toCompletableFuture().join();
    }

    private static List<String> kept(String pattern) {
        return POOL
                .preparedQuery("select key from rate_bucket where key like $1 order by key")
                .execute(Tuple.of(pattern))
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    @AfterAll
    static void disconnect() {
        POOLS.close();
    }
}
