package dev.ingest.connector.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Counts the tries of one request as the language does: in three loops inside one another, each with the whole allowance. Outside are
 * failures without a wait of their own, then rate limits without one, inside what a strategy has a wait for; a failure of an outer
 * loop starts the inner ones anew.
 */
final class Retries {
    /** How many there are. */
    static final int LOOPS = 3;

    private static final int MAX_DOUBLINGS = 10;

    private static final class Loop {
        private int tries;
        private Instant began;

        Loop(SpentTries.Loop spent, Instant now) {
            this.tries = spent.tries();
            this.began = now.minus(spent.passed());
        }

        void restart(Instant now) {
            tries = 1;
            began = now;
        }

        SpentTries.Loop spent(Instant now) {
            return new SpentTries.Loop(tries, Duration.between(began, now));
        }

        /** Doubling from a second. */
        Duration doubled() {
            return Duration.ofSeconds(1L << Math.min(tries - 1, MAX_DOUBLINGS));
        }
    }

    private static final SpentTries.Tried NOTHING =
            new SpentTries.Tried(1, Collections.nCopies(LOOPS, new SpentTries.Loop(1, Duration.ZERO)));

    private final int maxTries;
    private final Duration maxTime;
    private final Loop failures;
    private final Loop rateLimits;
    private final Loop strategies;
    private int attempt;
    private Duration pending = Duration.ZERO;

    /**
     * @param maxTime beyond which no further try begins; rate limits without a strategy know no such bound
     * @param spent where others have tried before
     */
    Retries(int maxRetries, Duration maxTime, Optional<SpentTries.Tried> spent, Instant now) {
        SpentTries.Tried before = spent.orElse(NOTHING);
        this.maxTries = maxRetries + 1;
        this.maxTime = maxTime;
        this.attempt = before.attempt();
        this.failures = new Loop(before.loops().get(0), now);
        this.rateLimits = new Loop(before.loops().get(1), now);
        this.strategies = new Loop(before.loops().get(2), now);
    }

    /** Number of the try that is made now, from 1. */
    int attempt() {
        return attempt;
    }

    /** The next try is made after a wait. */
    void goOn(Duration wait) {
        attempt++;
        pending = wait;
    }

    void waited() {
        pending = Duration.ZERO;
    }

    /** As it is when the wait that was begun is over. */
    SpentTries.Tried spent(Instant now) {
        Instant then = now.plus(pending);
        return new SpentTries.Tried(
                attempt,
                Stream.of(failures, rateLimits, strategies)
                        .map(loop -> loop.spent(then))
                        .toList());
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
