package dev.ingest.scheduler.vertx;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/** Steps off the event loop for what blocks or computes for long, and comes back to the same context. */
public final class Offload {
    private Offload() {}

    /** Runs the work on a worker thread. Must be called on a Vert.x context, as REST calls and the tick are. */
    public static <T> Uni<T> run(Callable<T> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context context = Vertx.currentContext();
            if (context == null) {
                emitter.fail(new IllegalStateException("not on a Vert.x context"));
                return;
            }
            var ignored = context.executeBlocking(work, false).onComplete(done -> {
                if (done.succeeded()) {
                    emitter.complete(done.result());
                } else {
                    emitter.fail(done.cause());
                }
            });
        });
    }
}
