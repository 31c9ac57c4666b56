package dev.ingest.gateway.rate;

import dev.ingest.gateway.envelope.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What this pod has of one shared bucket. It asks for more before it runs out, so that posts do not wait for the answer; only a
 * pod that has used its credit makes them. Thread-safe.
 */
final class PodBucket {
    /** An empty bucket is not asked again before this. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final String key;
    private final RateStore store;
    private final Limits limits;
    private final InstantSource clock;
    private final Timer timer;
    private final OwnShare own;
    private int left;
    private Instant notBefore = Instant.MIN;
    private Instant used;
    private @Nullable CompletableFuture<Integer> asked;

    /**
     * @param patience how long an answer of the store may take
     * @param pods how many share the limit while the store does not answer
     */
    record Limits(Duration patience, int pods) {}

    PodBucket(String key, RateStore store, Limits limits, InstantSource clock, Timer timer) {
        this.key = key;
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.timer = timer;
        this.own = new OwnShare(limits.pods());
        this.used = clock.instant();
    }

    /** Whether one post more may come in, as far as that is known; if not, {@link #take} finds out. */
    synchronized boolean takeAtOnce(Rate rate) {
        used = clock.instant();
        if (left <= -rate.credit()) {
            return false;
        }
        left--;
        if (left < rate.batch() / 2 && !used.isBefore(notBefore)) {
            var ignored = ask(rate);
        }
        return true;
    }

    /** Whether one post more may come in. */
    CompletionStage<Boolean> take(Rate rate) {
        CompletableFuture<Integer> answer;
        synchronized (this) {
            if (takeAtOnce(rate)) {
                return CompletableFuture.completedStage(true);
            }
            if (asked == null && used.isBefore(notBefore)) {
                return CompletableFuture.completedStage(false);
            }
            answer = ask(rate);
        }
        return answer.thenApply(granted -> takeWhatCame());
    }

    /** Whether nobody has posted since then, and nothing is owed. */
    synchronized boolean idleSince(Instant then) {
        return used.isBefore(then) && left >= 0 && asked == null;
    }

    private synchronized boolean takeWhatCame() {
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }

    /** Asks, unless it has asked; called with the lock held. The answer never fails. */
    private CompletableFuture<Integer> ask(Rate rate) {
        CompletableFuture<Integer> running = asked;
        if (running != null) {
            return running;
        }
        int wanted = rate.batch() + Math.max(0, -left);
        var answer = new CompletableFuture<Integer>();
        asked = answer;
        var ignored = timer.limit(start(rate, wanted), limits.patience())
                .whenComplete((granted, failure) -> answer.complete(came(rate, wanted, granted, failure)));
        return answer;
    }

    private CompletionStage<Integer> start(Rate rate, int wanted) {
        try {
            return store.take(key, rate, wanted, used);
        } catch (RuntimeException away) {
            return CompletableFuture.failedStage(away);
        }
    }

    private synchronized int came(Rate rate, int wanted, @Nullable Integer shared, @Nullable Throwable failure) {
        int granted;
        if (failure == null && shared != null) {
            own.end();
            granted = shared;
        } else {
            granted = own.take(rate, wanted, clock.instant());
        }
        left += granted;
        asked = null;
        notBefore = granted < wanted ? clock.instant().plus(PAUSE) : Instant.MIN;
        return granted;
    }
}
