package dev.ingest.gateway.envelope;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Writes all envelopes of one post and waits for them no longer than a post may take. */
public final class DurableLog {
    private final EnvelopeLog log;
    private final Deadlines deadlines;

    /** @param wait how long all acknowledgements of one post may take together */
    public DurableLog(EnvelopeLog log, Duration wait) {
        this.log = log;
        this.deadlines = new Deadlines(wait, Timer.SYSTEM, System::nanoTime);
    }

    /**
     * Completes when all envelopes are acknowledged; otherwise with {@link ErrorCode#UNAVAILABLE}: some may have arrived all the
     * same. The sender repeats the whole post: with a key, a repeated record replaces its row; a source without a key appends, so
     * what had arrived is there twice.
     */
    public CompletionStage<@Nullable Void> append(List<Pushed> envelopes) {
        if (envelopes.isEmpty()) {
            return CompletableFuture.<@Nullable Void>completedStage(null);
        }
        var post = new Unacknowledged(envelopes.size());
        for (Pushed envelope : envelopes) {
            start(envelope, post);
            if (post.isCompletedExceptionally()) {
                break; // the post has failed: sending the rest would only keep its sender waiting
            }
        }
        deadlines.limit(post, late -> post.failed(late));
        return post;
    }

    private void start(Pushed envelope, Unacknowledged post) {
        try {
            var ignored = log.append(envelope).whenComplete((done, failure) -> post.heard(failure));
        } catch (RuntimeException refused) {
            post.failed(refused);
        }
    }

    /** A post, until all of its envelopes are acknowledged. */
    private static final class Unacknowledged extends CompletableFuture<@Nullable Void> {
        private final AtomicInteger left;

        Unacknowledged(int envelopes) {
            this.left = new AtomicInteger(envelopes);
        }

        void heard(@Nullable Throwable failure) {
            if (failure != null) {
                failed(failure);
            } else if (left.decrementAndGet() == 0) {
                complete(null);
            }
        }

        void failed(Throwable cause) {
            completeExceptionally(new IngestException(
                    ErrorCode.UNAVAILABLE, "the records could not be made durable in time: send them again", cause));
        }
    }
}
