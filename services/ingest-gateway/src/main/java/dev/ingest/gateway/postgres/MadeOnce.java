package dev.ingest.gateway.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A table that is made with the first call, and again if that failed: a database that is away keeps no gateway from starting. */
final class MadeOnce {
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
        Future<?> fresh = pool.query(create).execute();
        made.set(fresh);
        return fresh;
    }
}
