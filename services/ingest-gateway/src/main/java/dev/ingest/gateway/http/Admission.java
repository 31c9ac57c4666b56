package dev.ingest.gateway.http;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets in so many posts at once, each until it is answered; one more is told to come back, for each waits with its records in memory. */
final class Admission {
    private final int max;
    private final Semaphore free;

    Admission(int max) {
        this.max = max;
        this.free = new Semaphore(max);
    }

    /** Nothing while there is room; otherwise what one more is told. */
    Optional<IngestException> refusal() {
        return free.availablePermits() > 0 ? Optional.empty() : Optional.of(full());
    }

    private IngestException full() {
        return new IngestException(ErrorCode.UNAVAILABLE, "%d posts are being handled already".formatted(max));
    }

    /** Fails with {@code UNAVAILABLE} if there is no room; with whatever the work fails with otherwise. */
    <T> CompletionStage<T> admit(Supplier<CompletionStage<T>> work) {
        if (!free.tryAcquire()) {
            return CompletableFuture.failedStage(full());
        }
        return start(work).whenComplete((_, _) -> free.release());
    }

    private static <T> CompletionStage<T> start(Supplier<CompletionStage<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedStage(refused);
        }
    }
}
