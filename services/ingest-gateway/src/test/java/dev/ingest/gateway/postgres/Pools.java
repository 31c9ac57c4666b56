package dev.ingest.gateway.postgres;

import dev.ingest.testkit.Database;
import dev.ingest.testkit.LocalStack;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;

/** Connections to a database of one's own. */
final class Pools implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();

    Pool database(String name) {
        Database database = LocalStack.shared().newDatabase(name);
        return pool(PgConnectOptions.fromUri(database.reactiveUrl())
                .setUser(database.ownerUser())
                .setPassword(database.ownerPassword()));
    }

    Pool away() {
        return pool(new PgConnectOptions().setHost("127.0.0.1").setPort(1).setDatabase("x"));
    }

    private Pool pool(PgConnectOptions options) {
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(options)
                .using(vertx)
                .build();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
