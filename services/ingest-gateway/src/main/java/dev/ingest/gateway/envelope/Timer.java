package dev.ingest.gateway.envelope;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs something later: what waits for others waits no longer than it may. */
@FunctionalInterface
public interface Timer {
    /** The machine's. */
    Timer SYSTEM = (wait, action) -> CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS)
            .execute(action);

    void after(Duration wait, Runnable action);

    /** The same stage, which fails with a {@link TimeoutException} if it takes longer. */
    default <T> CompletableFuture<T> limit(CompletionStage<T> stage, Duration wait) {
        CompletableFuture<T> limited = stage.toCompletableFuture().copy();
        if (!limited.isDone()) {
            after(wait, () -> limited.completeExceptionally(new TimeoutException("after " + wait)));
        }
        return limited;
    }
}
