package dev.ingest.connector.conformance;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves only when someone waits. */
final class CaseTime extends Clock {
    private final List<Double> waits = new ArrayList<>();
    private Instant now;

    CaseTime(Instant start) {
        this.now = start;
    }

    synchronized void sleep(Duration duration) {
        waits.add(duration.toMillis() / 1000.0);
        now = now.plus(duration);
    }

    synchronized List<Double> waits() {
        return List.copyOf(waits);
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
