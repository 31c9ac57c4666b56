package dev.ingest.scheduler.vertx;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.util.function.Supplier;

/** Gives work a context of its own: a database session belongs to a context, so what is done side by side must not share one. */
public final class OwnContext {
    private OwnContext() {}

    /** Does the work on another context, on any event loop, and comes back to the caller's. Must be called on a Vert.x context. */
    public static <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context caller = Vertx.currentContext();
            if (caller == null) {
                emitter.fail(new IllegalStateException("not on a Vert.x context"));
                return;
            }
            Context own =
                    ((VertxInternal) caller.owner()).createEventLoopContext().duplicate();
            VertxContextSafetyToggle.setContextSafe(own, true);
            own.runOnContext(then -> work.get()
                    .subscribe()
                    .with(
                            done -> caller.runOnContext(back -> emitter.complete(done)),
                            failure -> caller.runOnContext(back -> emitter.fail(failure))));
        });
    }
}
