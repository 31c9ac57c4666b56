package dev.ingest.connector.http;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** What is left of each token's quotas. Thread-safe. */
final class PooledTokens {
    /** How far an answer's reset may lie before the known one and still mean the same window. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(5);

    /** @param tracked whether the API counts at all */
    record Quota(long remaining, Instant resetsAt, long limit, boolean tracked) {
        Quota with(long left) {
            return new Quota(left, resetsAt, limit, tracked);
        }
    }

    private static final Quota UNTRACKED = new Quota(0, Instant.EPOCH, 0, false);

    /** What the caller does next. */
    sealed interface Turn {
        /** @param delay before the request, to spread what is left */
        record Use(String token, Duration delay) implements Turn {}

        /** Every token is used up. */
        record Wait(Duration length) implements Turn {}
    }

    /** What an answer says; what it does not say is empty. */
    record Seen(Optional<Long> remaining, Optional<Instant> resetsAt, Optional<Long> limit, boolean exhausted) {}

    private final List<String> tokens;
    private final Map<String, Map<String, Quota>> known = new HashMap<>();
    private final Lock seeding = new ReentrantLock();
    private int active;

    PooledTokens(List<String> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    List<String> tokens() {
        return tokens;
    }

    /** Held by whoever asks the API what is left. */
    Lock seeding() {
        return seeding;
    }

    synchronized boolean isSeeded() {
        return !known.isEmpty();
    }

    synchronized void seed(Map<String, Map<String, Quota>> states) {
        states.forEach((token, quotas) -> known.put(token, new HashMap<>(quotas)));
    }

    synchronized boolean isExhausted(String quota) {
        return tokens.stream().allMatch(token -> isSpent(token, quota));
    }

    private boolean isSpent(String token, String quota) {
        Quota state = state(token, quota);
        return state.tracked() && state.remaining() <= 0;
    }

    private Quota state(String token, String quota) {
        return quotas(token).getOrDefault(quota, UNTRACKED);
    }

    private Map<String, Quota> quotas(String token) {
        return known.computeIfAbsent(token, each -> new HashMap<>());
    }

    /** @param reserve by a quota's limit: below it calls are spread over the rest of the window */
    synchronized Turn take(String quota, Instant now, Reserve reserve) {
        for (int i = 0; i <= tokens.size(); i++) {
            String token = tokens.get(active);
            Quota state = state(token, quota);
            if (!state.tracked()) {
                next();
                return new Turn.Use(token, Duration.ZERO);
            }
            if (state.remaining() > 0) {
                quotas(token).put(quota, state.with(state.remaining() - 1));
                return new Turn.Use(token, delay(quota, token, now, reserve));
            }
            if (isExhausted(quota)) {
                break;
            }
            next();
        }
        Duration shortest = tokens.stream()
                .map(token -> Duration.between(now, state(token, quota).resetsAt()))
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
        return new Turn.Wait(shortest.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : shortest);
    }

    /** @param fraction of the limit */
    record Reserve(double fraction, long least) {
        boolean isReached(Quota quota) {
            return quota.remaining() <= Math.max(least, quota.limit() * fraction);
        }
    }

    private void next() {
        active = (active + 1) % tokens.size();
    }

    private Duration delay(String quota, String token, Instant now, Reserve reserve) {
        List<Quota> all = tokens.stream().map(each -> state(each, quota)).toList();
        if (!all.stream().allMatch(state -> state.tracked() && reserve.isReached(state))) {
            return Duration.ZERO;
        }
        Duration toReset = Duration.between(now, state(token, quota).resetsAt());
        long left =
                all.stream().mapToLong(state -> Math.max(state.remaining(), 0)).sum();
        if (left <= 0 || !toReset.isPositive()) {
            return Duration.ZERO;
        }
        Duration delay = toReset.dividedBy(left);
        return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    }

    /** Answers come out of order: within one window they only ever lower what is left. */
    synchronized void learn(String token, String quota, Seen seen) {
        Quota before = state(token, quota);
        if (!before.tracked()) {
            return;
        }
        Optional<Instant> reset = seen.resetsAt();
        boolean isOlder = reset.isPresent() && reset.get().isBefore(before.resetsAt());
        long limit = seen.limit().filter(given -> given > 0 && !isOlder).orElse(before.limit());
        Quota state = new Quota(before.remaining(), before.resetsAt(), limit, true);
        if (reset.isPresent() && reset.get().isAfter(before.resetsAt())) {
            state = new Quota(seen.remaining().orElse(limit), reset.get(), limit, true);
        } else if (seen.remaining().isPresent() && counts(seen, before)) {
            state = state.with(Math.min(before.remaining(), seen.remaining().get()));
        }
        quotas(token).put(quota, state);
    }

    private static boolean counts(Seen seen, Quota before) {
        boolean refused = seen.exhausted() && seen.remaining().orElse(1L) <= 0;
        return refused
                || seen.resetsAt()
                        .map(reset -> !reset.isBefore(before.resetsAt().minus(SKEW)))
                        .orElse(true);
    }

    /** Whether the next try would go out with another token at once. */
    synchronized boolean hasOther(String token, String quota) {
        return !known.isEmpty()
                && isSpent(token, quota)
                && tokens.stream()
                        .anyMatch(other ->
                                !other.equals(token) && state(other, quota).remaining() > 0);
    }
}
