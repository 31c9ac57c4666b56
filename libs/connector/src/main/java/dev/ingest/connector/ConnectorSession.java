package dev.ingest.connector;

import dev.ingest.connector.http.BudgetState;
import dev.ingest.connector.http.HttpSession;
import dev.ingest.connector.http.SessionOptions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;

/**
 * What may live across the slices of one process: connections, access tokens by credential, the clock, and the secrets
 * to keep out of messages. Thread-safe. Keep one per credential, or one per process: tokens are kept apart either way.
 */
public final class ConnectorSession implements AutoCloseable {
    private final HttpSession http;

    ConnectorSession(HttpSession http) {
        this.http = http;
    }

    /** With the default limits, for public addresses only. */
    public static ConnectorSession create(Clock clock) {
        return create(SessionOptions.of(clock));
    }

    public static ConnectorSession create(SessionOptions options) {
        return new ConnectorSession(HttpSession.create(options, new SecureRandom()));
    }

    HttpSession http() {
        return http;
    }

    Clock clock() {
        return http.clock();
    }

    /** By the session's clock. */
    public Instant now() {
        return http.clock().instant();
    }

    /** What is left of the API's allowance, for the next process that reads with this credential. */
    public BudgetState budget() {
        return http.budget().state();
    }

    /** Takes over what another process left; what this session knows better stays. */
    public void restore(BudgetState state) {
        http.budget().restore(state);
    }

    /** Takes every secret seen so far out of a text, for logs around a read. */
    public String redact(String text) {
        return http.redactor().redact(text);
    }

    /** Drops the connections at once; a read that is under way fails. */
    @Override
    public void close() {
        http.client().shutdownNow();
    }
}
