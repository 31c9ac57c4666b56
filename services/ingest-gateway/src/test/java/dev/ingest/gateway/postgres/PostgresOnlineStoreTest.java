package dev.ingest.gateway.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.gateway.online.OnlineStore;
import dev.ingest.gateway.online.OnlineStoreContract;
import dev.ingest.gateway.online.ViewId;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;

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

    @RepeatedTest(5)
    void manyGatewaysMayMakeTheTableAtOnce() {
        Pool pool = POOLS.database("many");
        List<CompletableFuture<?>> first = Stream.generate(() -> new PostgresOnlineStore(pool, 4))
                .limit(8)
                .map(store ->
                        store.get(new ViewId("demo", "v", "v1"), List.of("[1]")).toCompletableFuture())
                .collect(Collectors.toUnmodifiableList());
        assertThat(first).allSatisfy(read -> assertThat(read).succeedsWithin(Duration.ofSeconds(30)));
    }

    @AfterAll
    static void disconnect() {
        POOLS.close();
    }
}
