package dev.ingest.gateway.postgres;

import dev.ingest.gateway.rate.RateStore;
import dev.ingest.gateway.rate.RateStoreContract;
import io.vertx.sqlclient.Pool;
import org.junit.jupiter.api.AfterAll;

class PostgresRateStoreTest extends RateStoreContract {
    private static final Pools POOLS = new Pools();
    private static final Pool POOL = POOLS.database("rates");

    @Override
    protected RateStore store() {
        return new PostgresRateStore(POOL);
    }

    @AfterAll
    static void disconnect() {
        POOLS.close();
    }
}
