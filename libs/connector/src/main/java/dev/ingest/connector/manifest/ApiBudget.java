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
    /** The same, told apart from those of other connectors. */
    ApiBudget of(String connector) {
        return new ApiBudget(
                policies.stream().map(policy -> policy.of(connector)).toList(),
                resetHeader,
                remainingHeader,
                limitedStatuses);
    }

    /** Matchers: none fits all. */
    public sealed interface Policy {
        String name();

        List<RequestMatcher> matchers();

        /** The same under the name of its connector. */
        Policy of(String connector);
    }

    /** @param name of the policy in states: its connector if that has a name, and its position in the manifest */
    public record Unlimited(String name, List<RequestMatcher> matchers) implements Policy {
        @Override
        public Policy of(String connector) {
            return new Unlimited(qualified(connector, name), matchers);
        }
    }

    /** So many calls from one reset to the next. */
    public record FixedWindow(String name, List<RequestMatcher> matchers, Duration period, long limit)
            implements Policy {
        @Override
        public Policy of(String connector) {
            return new FixedWindow(qualified(connector, name), matchers, period, limit);
        }
    }

    /** So many calls in any span of time. */
    public record MovingWindow(String name, List<RequestMatcher> matchers, List<Rate> rates) implements Policy {
        @Override
        public Policy of(String connector) {
            return new MovingWindow(
                    qualified(connector, name),
                    matchers,
                    rates.stream().map(rate -> rate.of(connector)).toList());
        }
    }

    public record Rate(String name, Interpolated limit, Duration interval) {
        private Rate of(String connector) {
            return new Rate(qualified(connector, name), limit, interval);
        }
    }

    private static String qualified(String connector, String name) {
        return connector + ":" + name;
    }
}
