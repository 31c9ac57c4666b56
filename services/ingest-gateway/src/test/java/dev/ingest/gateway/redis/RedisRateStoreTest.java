package dev.ingest.gateway.redis;

import dev.ingest.gateway.rate.RateStore;
import dev.ingest.gateway.rate.RateStoreContract;
import io.vertx.redis.client.Redis;
import org.junit.jupiter.api.AfterAll;

class RedisRateStoreTest extends RateStoreContract {
    private static final Server SERVER = new Server();
    private static final Redis REDIS = SERVER.client();

    @Override
    protected RateStore store() {
        return new RedisRateStore(REDIS);
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }
}
