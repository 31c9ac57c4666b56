package dev.ingest.connector.http;

import dev.ingest.connector.manifest.ApiBudget;
import dev.ingest.connector.manifest.ApiBudget.Policy;
import dev.ingest.connector.manifest.Scope;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the API allows this credential, shared by all its streams. Thread-safe. */
public final class Budget {
    /** Most origins remembered; a credential talks to a handful. */
    private static final int ORIGINS_MAX = 1_000;

    private final Clock clock;
    private final Map<String, Instant> notBefore = new HashMap<>();
    private final Map<String, FixedWindow> fixed = new HashMap<>();
    private final Map<String, MovingWindow> moving = new HashMap<>();
    private final Map<String, MovingWindow.Limit> limits = new HashMap<>();
    /** What another process left of rates that no request has met here yet. */
    private final Map<String, BudgetState.Rate> left = new HashMap<>();

    Budget(Clock clock) {
        this.clock = clock;
    }

    public synchronized BudgetState state() {
        Instant now = clock.instant();
        Map<String, BudgetState.Rate> rates = new HashMap<>(left);
        fixed.forEach((name, window) -> rates.put(name, window.state(now)));
        limits.forEach((name, limit) -> rates.put(name, window(policy(name)).state(limit, now)));
        return new BudgetState(rates, notBefore);
    }

    public synchronized void restore(BudgetState state) {
        Instant now = clock.instant();
        state.notBefore().forEach(this::hold);
        state.rates().forEach((name, rate) -> {
            if (fixed.containsKey(name)) {
                fixed.get(name).restore(rate, now);
            } else if (limits.containsKey(name)) {
                window(policy(name)).restore(limits.get(name), rate, now);
            } else {
                left.put(name, rate);
            }
        });
    }

    /** A rate's name begins with its policy's. */
    private static String policy(String rate) {
        return rate.substring(0, Math.max(0, rate.lastIndexOf(".rates[")));
    }

    /** The API asked for no request before then. */
    synchronized void hold(URI address, Instant until) {
        hold(Urls.origin(address), until);
    }

    private void hold(String origin, Instant until) {
        if (notBefore.size() < ORIGINS_MAX || notBefore.containsKey(origin)) {
            notBefore.merge(origin, until, (one, two) -> one.isAfter(two) ? one : two);
        }
    }

    /** When an address may be asked, if not now. */
    synchronized Optional<Instant> heldUntil(URI address) {
        Instant now = clock.instant();
        return Optional.ofNullable(notBefore.get(Urls.origin(address))).filter(now::isBefore);
    }

    /**
     * Takes a call.
     *
     * @param latest beyond which waiting is of no use
     * @return when the call may be made; if that is after {@code latest}, or a fixed window is full, nothing is taken
     */
    synchronized Taken take(ApiBudget budget, ApiRequest request, Scope scope, Instant latest) {
        Instant now = clock.instant();
        Optional<Policy> policy = policy(budget, request);
        if (policy.isEmpty()) {
            return new Taken(now, true);
        }
        long weight = RequestMatching.weight(policy.get().matchers(), request, scope);
        return switch (policy.get()) {
            case ApiBudget.Unlimited unlimited -> new Taken(now, true);
            case ApiBudget.FixedWindow window -> {
                check(window, weight, window.limit());
                Instant at = fixed(window, now).take(weight, now);
                yield new Taken(at, !at.isAfter(now));
            }
            case ApiBudget.MovingWindow window -> {
                List<MovingWindow.Limit> all = limits(window, scope, now);
                check(
                        window,
                        weight,
                        all.stream().mapToLong(MovingWindow.Limit::calls).min().orElseThrow());
                Instant at = window(window.name()).take(all, weight, now, latest);
                yield new Taken(at, !at.isAfter(latest));
            }
        };
    }

    /** @param taken false: come again at that time */
    record Taken(Instant at, boolean taken) {}

    private static void check(Policy policy, long weight, long limit) {
        if (weight > limit) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    policy.name() + ": a request weighs " + weight + " (expected at most its limit, " + limit + ")");
        }
    }

    private static Optional<Policy> policy(ApiBudget budget, ApiRequest request) {
        return budget.policies().stream()
                .filter(policy -> RequestMatching.matchesAny(policy.matchers(), request))
                .findFirst();
    }

    private MovingWindow window(String policy) {
        return moving.computeIfAbsent(policy, name -> new MovingWindow());
    }

    private FixedWindow fixed(ApiBudget.FixedWindow policy, Instant now) {
        return fixed.computeIfAbsent(policy.name(), name -> {
            FixedWindow window = new FixedWindow(policy.limit(), policy.period(), now);
            Optional.ofNullable(left.remove(name)).ifPresent(rate -> window.restore(rate, now));
            return window;
        });
    }

    private List<MovingWindow.Limit> limits(ApiBudget.MovingWindow policy, Scope scope, Instant now) {
        MovingWindow window = window(policy.name());
        return policy.rates().stream()
                .map(rate -> limits.computeIfAbsent(rate.name(), name -> {
                    MovingWindow.Limit limit = new MovingWindow.Limit(calls(rate, scope), rate.interval());
                    Optional.ofNullable(left.remove(name)).ifPresent(known -> window.restore(limit, known, now));
                    return limit;
                }))
                .toList();
    }

    private static long calls(ApiBudget.Rate rate, Scope scope) {
        return Numbers.whole(rate.limit().coercedText(scope))
                .filter(calls -> calls > 0)
                .orElseThrow(() -> new ReadException(
                        ReadException.Kind.CONFIG,
                        rate.limit().path() + ": is no number of calls (expected a positive integer)"));
    }

    /** Learns what the API says is left. */
    synchronized void learn(ApiBudget budget, ApiRequest request, ApiResponse response) {
        Instant now = clock.instant();
        Optional<Instant> resets = response.header(budget.resetHeader()).flatMap(Numbers::epochSeconds);
        Optional<Long> remaining = response.header(budget.remainingHeader())
                .filter(text -> !text.isEmpty())
                .flatMap(Numbers::whole)
                .or(() -> budget.limitedStatuses().contains(response.status()) ? Optional.of(0L) : Optional.empty());
        Optional<Policy> policy = policy(budget, request);
        if (policy.orElse(null) instanceof ApiBudget.FixedWindow window) {
            fixed(window, now).update(remaining, resets, now);
        }
        if (policy.orElse(null) instanceof ApiBudget.MovingWindow window
                && remaining.equals(Optional.of(0L))
                && resets.isEmpty()
                && limits.get(window.rates().getFirst().name()) instanceof MovingWindow.Limit first) {
            window(window.name()).fillOne(first, now);
        }
    }
}
