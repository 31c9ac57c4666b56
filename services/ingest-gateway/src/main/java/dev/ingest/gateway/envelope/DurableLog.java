package dev.ingest.gateway.envelope;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.record.Envelope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes all envelopes of one post and waits for them no longer than a post may take. */
public final class DurableLog {
    private final EnvelopeLog log;
    private final Duration wait;

    /** @param wait how long all acknowledgements of one post may take together */
    public DurableLog(EnvelopeLog log, Duration wait) {
        this.log = log;
        this.wait = wait;
    }

    /**
     * Completes when all envelopes are acknowledged; otherwise with {@link ErrorCode#UNAVAILABLE}: some may have arrived all the
     * same. The sender repeats the whole post: with a key, a repeated record replaces its row; a source without a key appends, so
     * what had arrived is there twice.
     */
    public CompletionStage<@Nullable Void> append(List<Envelope> envelopes) {
        var acknowledgements = new ArrayList<CompletableFuture<?>>();
        for (Envelope envelope : envelopes) {
            CompletableFuture<?> acknowledgement = start(envelope);
            acknowledgements.add(acknowledgement);
            if (acknowledgement.isCompletedExceptionally()) {
                break; // the post has failed: sending the rest would only keep its sender waiting
            }
        }
        return CompletableFuture.allOf(acknowledgements.toArray(CompletableFuture<?>[]::new))
                .orTimeout(wait.toMillis(), TimeUnit.MILLISECONDS)
                .<@Nullable Void>thenApply(_ -> null)
                .exceptionallyCompose(cause -> CompletableFuture.failedFuture(new IngestException(
                        ErrorCode.UNAVAILABLE,
                        "the records could not be made durable in time: send them again",
                        cause)));
    }

    private CompletableFuture<?> start(Envelope envelope) {
        try {
            return log.append(envelope).toCompletableFuture();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }
}
