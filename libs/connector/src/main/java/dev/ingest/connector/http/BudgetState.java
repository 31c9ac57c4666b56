package dev.ingest.connector.http;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What is left of an API's allowance, to be carried from one process to the next. It ages by itself: what lies in the past means
 * nothing.
 *
 * @param rates by the name of a rate: the connector if that has a name, the position of its policy in the manifest, and which of its
 *     rates it is
 * @param notBefore by origin ({@code https://host:port}): the API asked for no request before then
 */
public record BudgetState(Map<String, Rate> rates, Map<String, Instant> notBefore) {
    public static final BudgetState EMPTY = new BudgetState(Map.of(), Map.of());

    /**
     * One allowance.
     *
     * @param limit calls, or their weights, in one window
     * @param remaining of the limit
     * @param resetsAt when the whole limit is free again if no more calls are made
     */
    public record Rate(long limit, long remaining, Instant resetsAt) {}

    public BudgetState {
        rates = Map.copyOf(rates);
        notBefore = Map.copyOf(notBefore);
    }

    /** The tighter of both, rate by rate and origin by origin: two processes may have used the same allowance. */
    public BudgetState merge(BudgetState other) {
        Map<String, Rate> mergedRates = new HashMap<>(rates);
        other.rates.forEach((name, rate) -> mergedRates.merge(name, rate, BudgetState::tighter));
        Map<String, Instant> mergedPauses = new HashMap<>(notBefore);
        other.notBefore.forEach(
                (origin, until) -> mergedPauses.merge(origin, until, (one, two) -> one.isAfter(two) ? one : two));
        return new BudgetState(mergedRates, mergedPauses);
    }

    private static Rate tighter(Rate one, Rate two) {
        Instant resetsAt = one.resetsAt().isAfter(two.resetsAt()) ? one.resetsAt() : two.resetsAt();
        return new Rate(Math.min(one.limit(), two.limit()), Math.min(one.remaining(), two.remaining()), resetsAt);
    }
}
