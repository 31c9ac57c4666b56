package dev.ingest.connector.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Calls from one reset to the next; the first window begins with the first look. Not thread-safe. */
final class FixedWindow {
    private final long limit;
    private final Duration period;
    private Instant resetsAt;
    private long calls;

    FixedWindow(long limit, Duration period, Instant now) {
        this.limit = limit;
        this.period = period;
        this.resetsAt = now.plus(period);
    }

    /** @return when the call may be made; it is taken only if that is now */
    Instant take(long weight, Instant now) {
        move(now);
        if (calls + weight > limit) {
            return resetsAt;
        }
        calls += weight;
        return now;
    }

    /** What the API says is left can only lower what is left here: the manifest may allow less than the API. */
    void update(Optional<Long> remaining, Optional<Instant> resets, Instant now) {
        move(now);
        remaining.filter(left -> left < limit - calls).ifPresent(left -> calls = limit - left);
        resets.ifPresent(moment -> resetsAt = moment);
    }

    private void move(Instant now) {
        if (!now.isBefore(resetsAt)) {
            long ended = Duration.between(resetsAt, now).dividedBy(period) + 1;
            resetsAt = resetsAt.plus(period.multipliedBy(ended));
            calls = 0;
        }
    }

    BudgetState.Rate state(Instant now) {
        move(now);
        return new BudgetState.Rate(limit, Math.max(0, limit - calls), resetsAt);
    }

    void restore(BudgetState.Rate rate, Instant now) {
        if (rate.resetsAt().isAfter(now)) {
            calls = Math.max(calls, limit - Math.min(limit, rate.remaining()));
            resetsAt = rate.resetsAt();
        }
    }
}
