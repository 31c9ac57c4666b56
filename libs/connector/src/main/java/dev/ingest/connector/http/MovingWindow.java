package dev.ingest.connector.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Calls in a window that moves with them. Who comes when it is full is given the first moment with room and keeps it, so that nobody
 * is overtaken. Not thread-safe.
 */
final class MovingWindow {
    record Limit(long calls, Duration interval) {}

    private record Taken(Instant at, long weight) {}

    private final Deque<Taken> taken = new ArrayDeque<>();

    /** @return when the call may be made; nothing is taken if that is after {@code latest} */
    Instant take(List<Limit> limits, long weight, Instant now, Instant latest) {
        Duration longest =
                limits.stream().map(Limit::interval).max(Duration::compareTo).orElse(Duration.ZERO);
        forget(now.minus(longest));
        Instant at = Optional.ofNullable(taken.peekLast())
                .map(Taken::at)
                .filter(now::isBefore)
                .orElse(now);
        for (Instant before = Instant.MIN; !before.equals(at); ) {
            before = at;
            for (Limit limit : limits) {
                at = roomFor(limit, weight, at);
            }
        }
        if (!at.isAfter(latest)) {
            taken.addLast(new Taken(at, weight));
        }
        return at;
    }

    private void forget(Instant before) {
        while (!taken.isEmpty() && taken.getFirst().at().isBefore(before)) {
            taken.removeFirst();
        }
    }

    /** The first moment from then on at which the window has room. */
    private Instant roomFor(Limit limit, long weight, Instant from) {
        Instant begins = from.minus(limit.interval());
        List<Taken> inside =
                taken.stream().filter(each -> each.at().isAfter(begins)).toList();
        long used = inside.stream().mapToLong(Taken::weight).sum();
        Instant at = from;
        for (Taken oldest : inside) {
            if (used + weight <= limit.calls()) {
                return at;
            }
            used -= oldest.weight();
            at = oldest.at().plus(limit.interval());
        }
        return at;
    }

    /** One more call than was made: what the language does when the API says that nothing is left. */
    void fillOne(Limit limit, Instant now) {
        if (used(limit, now) < limit.calls()) {
            taken.addLast(new Taken(now, 1));
        }
    }

    private long used(Limit limit, Instant now) {
        Instant begins = now.minus(limit.interval());
        return taken.stream()
                .filter(each -> each.at().isAfter(begins))
                .mapToLong(Taken::weight)
                .sum();
    }

    BudgetState.Rate state(Limit limit, Instant now) {
        Instant last = Optional.ofNullable(taken.peekLast()).map(Taken::at).orElse(now.minus(limit.interval()));
        return new BudgetState.Rate(
                limit.calls(), Math.max(0, limit.calls() - used(limit, now)), last.plus(limit.interval()));
    }

    /** Calls of another process count as made at the latest moment they can have been. */
    void restore(Limit limit, BudgetState.Rate rate, Instant now) {
        Instant made = rate.resetsAt().minus(limit.interval());
        long missing = rate.limit() - rate.remaining() - used(limit, now);
        if (rate.resetsAt().isAfter(now) && missing > 0) {
            taken.addFirst(new Taken(made.isAfter(now) ? now : made, missing));
        }
    }
}
