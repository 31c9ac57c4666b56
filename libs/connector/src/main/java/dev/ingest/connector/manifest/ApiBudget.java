package dev.ingest.connector.manifest;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How often an API may be called.
 *
 * @param policies the first whose matchers fit a request counts it
 * @param limitedStatuses that mean nothing is left
 */
public record ApiBudget(
        List<Policy> policies, String resetHeader, String remainingHeader, Set<Integer> limitedStatuses) {
    /** Matchers: none fits all. */
    public sealed interface Policy {
        String name();

        List<RequestMatcher> matchers();
    }

    /** @param name of the policy in states: its position in the manifest */
    public record Unlimited(String name, List<RequestMatcher> matchers) implements Policy {}

    /** So many calls from one reset to the next. */
    public record FixedWindow(String name, List<RequestMatcher> matchers, Duration period, long limit)
            implements Policy {}

    /** So many calls in any span of time. */
    public record MovingWindow(String name, List<RequestMatcher> matchers, List<Rate> rates) implements Policy {}

    public record Rate(String name, Interpolated limit, Duration interval) {}
}
