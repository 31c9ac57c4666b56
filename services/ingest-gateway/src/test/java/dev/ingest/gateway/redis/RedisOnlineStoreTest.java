package dev.ingest.gateway.redis;

import dev.ingest.gateway.online.OnlineStore;
import dev.ingest.gateway.online.OnlineStoreContract;
import io.vertx.redis.client.Redis;
import org.junit.jupiter.api.AfterAll;

class RedisOnlineStoreTest extends OnlineStoreContract {
    private static final Server SERVER = new Server();
    private static final Redis REDIS = SERVER.client();

    @Override
    protected OnlineStore store(int callsMax) {
        return new RedisOnlineStore(REDIS, callsMax);
    }

    @Override
    protected OnlineStore away(int callsMax) {
        return new RedisOnlineStore(SERVER.away(), callsMax);
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }
}
