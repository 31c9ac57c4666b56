package dev.ingest.scheduler.vertx;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.function.Supplier;

/** Does work that no call waits for on a Vert.x context of its own, which a transaction needs. */
@Singleton
public final class FreshContext {
    private final Vertx vertx;

    FreshContext(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The work's outcome. The work begins anew with each subscription. */
    public <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context context =
                    Objects.requireNonNull(VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()));
            VertxContextSafetyToggle.setContextSafe(context, true);
            context.runOnContext(ignored -> work.get().subscribe().with(emitter::complete, emitter::fail));
        });
    }
}
