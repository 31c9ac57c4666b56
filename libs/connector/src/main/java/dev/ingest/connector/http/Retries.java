package dev.ingest.connector.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts the tries of one request as the language does: in three loops inside one another, each with the whole allowance. Outside are
 * failures without a wait of their own, then rate limits without one, inside what a strategy has a wait for; a failure of an outer
 * loop starts the inner ones anew.
 */
final class Retries {
    private static final int MAX_DOUBLINGS = 10;

    private static final class Loop {
        private int tries = 1;
        private Instant began;

        Loop(Instant began) {
            this.began = began;
        }

        void restart(Instant now) {
            tries = 1;
            began = now;
        }

        /** Doubling from a second. */
        Duration doubled() {
            return Duration.ofSeconds(1L << Math.min(tries - 1, MAX_DOUBLINGS));
        }
    }

    private final int maxTries;
    private final Duration maxTime;
    private final Loop failures;
    private final Loop rateLimits;
    private final Loop strategies;

    /** @param maxTime beyond which no further try begins; rate limits without a strategy know no such bound */
    Retries(int maxRetries, Duration maxTime, Instant now) {
        this.maxTries = maxRetries + 1;
        this.maxTime = maxTime;
        this.failures = new Loop(now);
        this.rateLimits = new Loop(now);
        this.strategies = new Loop(now);
    }

    /** What a strategy or the API asks to wait; nothing when the tries are used up. */
    Optional<Duration> wait(Duration asked, Instant now) {
        return next(strategies, asked, isOver(strategies, now));
    }

    Optional<Duration> afterRateLimit(Instant now) {
        Optional<Duration> wait = next(rateLimits, rateLimits.doubled(), false);
        strategies.restart(now);
        return wait;
    }

    Optional<Duration> afterFailure(Instant now) {
        Duration left = maxTime.minus(Duration.between(failures.began, now));
        Duration doubled = failures.doubled();
        Optional<Duration> wait = next(failures, doubled.compareTo(left) < 0 ? doubled : left, isOver(failures, now));
        rateLimits.restart(now);
        strategies.restart(now);
        return wait;
    }

    private boolean isOver(Loop loop, Instant now) {
        return Duration.between(loop.began, now).compareTo(maxTime) >= 0;
    }

    private Optional<Duration> next(Loop loop, Duration wait, boolean over) {
        if (over || loop.tries >= maxTries) {
            return Optional.empty();
        }
        loop.tries++;
        return Optional.of(wait);
    }
}
