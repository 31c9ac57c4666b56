package dev.ingest.connector.http;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the API allows this credential, shared by all its streams. Thread-safe. */
public final class Budget {
    /** Most origins remembered; a credential talks to a handful. */
    private static final int ORIGINS_MAX = 1_000;

    private final Map<String, Instant> notBefore = new ConcurrentHashMap<>();

    public BudgetState state() {
        return new BudgetState(Map.of(), notBefore);
    }

    public void restore(BudgetState state) {
        state.notBefore().forEach(this::hold);
    }

    /** The API asked for no request before then. */
    void hold(URI address, Instant until) {
        hold(origin(address), until);
    }

    private void hold(String origin, Instant until) {
        if (notBefore.size() < ORIGINS_MAX || notBefore.containsKey(origin)) {
            notBefore.merge(origin, until, (one, two) -> one.isAfter(two) ? one : two);
        }
    }

    /** When an address may be asked, if not now. */
    Optional<Instant> heldUntil(URI address, Instant now) {
        return Optional.ofNullable(notBefore.get(origin(address))).filter(now::isBefore);
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getHost() + ":" + Egress.port(address);
    }
}
