package dev.ingest.gateway.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A table that is made with the first call, and again if that failed: a database that is away keeps no gateway from starting. Gateways
 * take turns, because two that make the same table at once fail, whatever {@code if not exists} says.
 */
final class MadeOnce {
    /** Held to the end of the statements' own transaction. */
    private static final String TURN = "select pg_advisory_xact_lock(hashtext('ingest-gateway-tables')); ";

    private final Pool pool;
    private final String create;
    private final AtomicReference<@Nullable Future<?>> made = new AtomicReference<>();

    /** @param create a statement that may be repeated */
    MadeOnce(Pool pool, String create) {
        this.pool = pool;
        this.create = create;
    }

    Future<?> ready() {
        Future<?> known = made.get();
        if (known != null && !known.failed()) {
            return known;
        }
        Future<?> fresh = pool.query(TURN + create).execute();
        made.set(fresh);
        return fresh;
    }
}
