package dev.ingest.gateway.postgres;

import dev.ingest.gateway.online.OnlineStore;
import dev.ingest.gateway.online.OnlineStoreContract;
import io.vertx.sqlclient.Pool;
import org.junit.jupiter.api.AfterAll;

class PostgresOnlineStoreTest extends OnlineStoreContract {
    private static final Pools POOLS = new Pools();
    private static final Pool POOL = POOLS.database("online");

    @Override
    protected OnlineStore store(int callsMax) {
        return new PostgresOnlineStore(POOL, callsMax);
    }

    @Override
    protected OnlineStore away(int callsMax) {
        return new PostgresOnlineStore(POOLS.away(), callsMax);
    }

    @AfterAll
    static void disconnect() {
        POOLS.close();
    }
}
