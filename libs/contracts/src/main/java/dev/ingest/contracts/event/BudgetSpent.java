package dev.ingest.contracts.event;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is left of an API's budget after a credential's calls. It replaces what was told of that credential before, and ages by
 * itself: what lies in the past means nothing.
 *
 * @param tenant whose credential
 * @param credential its name
 * @param rates by the name that the connector gives a rate
 * @param notBefore by origin ({@code https://host:port}): the API asked for no call before then
 */
public record BudgetSpent(String tenant, String credential, Map<String, Rate> rates, Map<String, Instant> notBefore)
        implements Event {

    /**
     * One allowance.
     *
     * @param limit calls, or their weights, in one window
     * @param remaining of the limit
     * @param resetsAt when the whole limit is free again
     */
    public record Rate(long limit, long remaining, Instant resetsAt) {}

    public BudgetSpent {
        rates = Map.copyOf(Optional.ofNullable(rates).orElseGet(Map::of));
        notBefore = Map.copyOf(Optional.ofNullable(notBefore).orElseGet(Map::of));
    }

    /** The Kafka key, which is also that of the credential's requests. */
    public String key() {
        return tenant + "/" + credential;
    }
}
