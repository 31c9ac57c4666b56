package dev.ingest.connector;

import dev.ingest.connector.http.ReadLimits;
import dev.ingest.connector.http.SessionOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves only when someone waits. */
final class TestTime extends Clock {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private Instant now = START;
    private final List<Duration> waits = new ArrayList<>();

    ConnectorSession session() {
        return session(ReadLimits.DEFAULT);
    }

    ConnectorSession session(ReadLimits limits) {
        return ConnectorSession.create(options().withLimits(limits));
    }

    /** As usual, but the APIs of tests are on this machine. */
    SessionOptions options() {
        return SessionOptions.of(this)
                .withSleeper(this::pass)
                .withAllowed((host, port) -> host.equals("127.0.0.1") || host.equals("localhost"));
    }

    synchronized void pass(Duration duration) {
        waits.add(duration);
        now = now.plus(duration);
    }

    synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }

    /** Four minutes from the start, as a drain has. */
    static Instant deadline() {
        return START.plusSeconds(240);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
