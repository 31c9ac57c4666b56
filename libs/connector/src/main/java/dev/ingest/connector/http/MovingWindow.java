package dev.ingest.connector.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Calls in a window that moves with them. Who comes when it is full is given the first moment with room and keeps it, so that nobody
 * is overtaken. A call costs the logarithm of those in the window. Not thread-safe.
 */
final class MovingWindow {
    record Limit(long calls, Duration interval) {}

    /** @param before the weights of all calls that were taken earlier */
    private record Taken(Instant at, long weight, long before) {
        long upTo() {
            return before + weight;
        }
    }

    /** In the order of their moments; those before {@link #first} are forgotten. */
    private final List<Taken> taken = new ArrayList<>();

    private int first;

    /** @return when the call may be made; nothing is taken if that is after {@code latest} */
    Instant take(List<Limit> limits, long weight, Instant now, Instant latest) {
        Duration longest =
                limits.stream().map(Limit::interval).max(Duration::compareTo).orElse(Duration.ZERO);
        forget(now.minus(longest));
        Instant at = isEmpty() || !now.isBefore(taken.getLast().at())
                ? now
                : taken.getLast().at();
        for (Instant before = Instant.MIN; !before.equals(at); ) {
            before = at;
            for (Limit limit : limits) {
                at = roomFor(limit, weight, at);
            }
        }
        if (!at.isAfter(latest)) {
            add(at, weight);
        }
        return at;
    }

    private boolean isEmpty() {
        return first == taken.size();
    }

    private void forget(Instant before) {
        while (!isEmpty() && taken.get(first).at().isBefore(before)) {
            first++;
        }
        if (first > taken.size() / 2) {
            taken.subList(0, first).clear();
            first = 0;
        }
    }

    private void add(Instant at, long weight) {
        int place = taken.size();
        while (place > first && taken.get(place - 1).at().isAfter(at)) {
            place--;
        }
        taken.add(place, new Taken(at, weight, 0));
        for (int i = place; i < taken.size(); i++) {
            Taken each = taken.get(i);
            long before = i == first ? 0 : taken.get(i - 1).upTo();
            taken.set(i, new Taken(each.at(), each.weight(), before));
        }
    }

    /** The first moment from then on at which the window has room. */
    private Instant roomFor(Limit limit, long weight, Instant from) {
        int inside = inside(limit, from);
        if (inside == taken.size() || used(inside) + weight <= limit.calls()) {
            return from;
        }
        // So many of the oldest have to leave the window that what is left has room for one more.
        long mostBefore = taken.getLast().upTo() + weight - limit.calls();
        int last = firstWhere(inside, i -> taken.get(i).upTo() >= mostBefore);
        return taken.get(Math.min(last, taken.size() - 1)).at().plus(limit.interval());
    }

    /** The first call that counts in the window that ends then. */
    private int inside(Limit limit, Instant end) {
        Instant begins = end.minus(limit.interval());
        return firstWhere(first, i -> taken.get(i).at().isAfter(begins));
    }

    private int firstWhere(int from, IntPredicate holds) {
        int low = from;
        int high = taken.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (holds.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private long used(int from) {
        return from == taken.size()
                ? 0
                : taken.getLast().upTo() - taken.get(from).before();
    }

    private long used(Limit limit, Instant now) {
        return used(inside(limit, now));
    }

    /** One more call than was made: what the language does when the API says that nothing is left. */
    void fillOne(Limit limit, Instant now) {
        if (used(limit, now) < limit.calls()) {
            add(now, 1);
        }
    }

    BudgetState.Rate state(Limit limit, Instant now) {
        Instant last = isEmpty() ? now.minus(limit.interval()) : taken.getLast().at();
        return new BudgetState.Rate(
                limit.calls(), Math.max(0, limit.calls() - used(limit, now)), last.plus(limit.interval()));
    }

    /** Calls of another process count as made at the latest moment they can have been. */
    void restore(Limit limit, BudgetState.Rate rate, Instant now) {
        Instant made = rate.resetsAt().minus(limit.interval());
        long missing = rate.limit() - rate.remaining() - used(limit, now);
        if (rate.resetsAt().isAfter(now) && missing > 0) {
            add(made.isAfter(now) ? now : made, missing);
        }
    }
}
