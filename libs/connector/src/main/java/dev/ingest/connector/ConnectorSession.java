package dev.ingest.connector;

import dev.ingest.connector.http.HttpSession;
import dev.ingest.connector.http.ReadLimits;
import dev.ingest.connector.http.Sleeper;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * What may live across the slices of one process: connections, access tokens by credential, the clock, and the secrets
 * to keep out of messages. Thread-safe. Keep one per credential, or one per process: tokens are kept apart either way.
 */
public final class ConnectorSession implements AutoCloseable {
    private final HttpSession http;

    private ConnectorSession(HttpSession http) {
        this.http = http;
    }

    /** With the default limits: APIs on this machine or in its own network are refused. */
    public static ConnectorSession create(Clock clock) {
        return create(clock, ReadLimits.DEFAULT);
    }

    public static ConnectorSession create(Clock clock, ReadLimits limits) {
        return create(clock, limits, Thread::sleep);
    }

    public static ConnectorSession create(Clock clock, ReadLimits limits, Sleeper sleeper) {
        return new ConnectorSession(HttpSession.create(clock, sleeper, new SecureRandom(), limits));
    }

    HttpSession http() {
        return http;
    }

    Clock clock() {
        return http.clock();
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
