package dev.ingest.writer.drain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What was sent and not yet waited for. The group's offset moves only after all of it is acknowledged. */
final class Acknowledgements {
    private final Duration waitMax;
    private final List<CompletableFuture<?>> pending = new ArrayList<>();

    Acknowledgements(Duration waitMax) {
        this.waitMax = waitMax;
    }

    void add(CompletionStage<?> sent) {
        pending.add(sent.toCompletableFuture());
    }

    /** Waits for all; {@link UnacknowledgedException} if one failed or the wait is over. */
    void await() throws InterruptedException {
        var all = CompletableFuture.allOf(pending.toArray(CompletableFuture<?>[]::new));
        try {
            all.get(waitMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException refused) {
            throw new UnacknowledgedException("Kafka did not take a message", refused.getCause());
        } catch (TimeoutException late) {
            throw new UnacknowledgedException(
                    "%d messages without acknowledgement after %s".formatted(pending.size(), waitMax), late);
        }
        pending.clear();
    }
}
