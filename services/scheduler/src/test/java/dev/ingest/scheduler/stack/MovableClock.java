package dev.ingest.scheduler.stack;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The service's clock, which a test may move on. */
@Singleton
@Alternative
@Priority(1)
public class MovableClock extends Clock {
    /** Of the service and of those that tell it facts alike. */
    private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);

    /** It is that much later now. */
    public void forward(Duration by) {
        AHEAD.updateAndGet(by::plus);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(AHEAD.get()).truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the service lives in UTC");
    }
}
