package dev.ingest.gateway.http;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import io.vertx.core.Context;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks the control plane on threads of its own, so that one that is silent takes no thread from posts whose callers are known; so
 * many questions at once, one more is told to come back.
 */
final class Asking {
    private static final int THREADS = 16;

    private final ThreadPoolExecutor threads;
    private final IngestException full;

    /** @param max questions at once, waiting ones included */
    Asking(int max) {
        int working = Math.min(THREADS, max);
        this.threads = new ThreadPoolExecutor(
                working,
                working,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(Math.max(1, max - working)),
                Thread.ofPlatform().daemon().name("asking-", 0).factory());
        this.full = new IngestException(ErrorCode.UNAVAILABLE, "%d callers are being looked up already".formatted(max));
    }

    /** The answer, or the failure of the question, on the context. */
    <T> CompletionStage<T> ask(Context context, Supplier<T> question) {
        var answer = new CompletableFuture<T>();
        try {
            threads.execute(() -> {
                try {
                    T found = question.get();
                    context.runOnContext(then -> answer.complete(found));
                } catch (RuntimeException failed) {
                    context.runOnContext(then -> answer.completeExceptionally(failed));
                }
            });
        } catch (RejectedExecutionException tooMany) {
            answer.completeExceptionally(full);
        }
        return answer;
    }

    void close() {
        threads.shutdownNow();
    }
}
