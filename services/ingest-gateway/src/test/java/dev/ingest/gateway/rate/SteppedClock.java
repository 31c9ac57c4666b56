package dev.ingest.gateway.rate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Goes when it is told to. */
final class SteppedClock implements InstantSource {
    private volatile Instant now;

    SteppedClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration step) {
        now = now.plus(step);
    }
}
