package dev.ingest.local.services;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How long to wait before a service that died is started again, and when to give up. */
final class Restarts {
    static final int PER_MINUTE_MAX = 5;

    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Deque<Instant> deaths = new ArrayDeque<>();
    private final Clock clock;

    Restarts(Clock clock) {
        this.clock = clock;
    }

    /** Notes a death. Nothing means: that was one too many within a minute. */
    Optional<Duration> died() {
        Instant now = clock.instant();
        deaths.removeIf(death -> death.isBefore(now.minus(WINDOW)));
        deaths.add(now);
        if (deaths.size() > PER_MINUTE_MAX) {
            return Optional.empty();
        }
        return Optional.of(FIRST_WAIT.multipliedBy(1L << (deaths.size() - 1)));
    }
}
