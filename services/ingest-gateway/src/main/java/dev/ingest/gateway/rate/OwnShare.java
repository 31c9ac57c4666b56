package dev.ingest.gateway.rate;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one pod of several may let in while the shared bucket cannot be asked: its part of the limit, and no burst. Not thread-safe. */
final class OwnShare {
    private final int pods;
    private double level;
    private @Nullable Instant since;

    OwnShare(int pods) {
        this.pods = pods;
    }

    int take(Rate rate, int wanted, Instant now) {
        double perSecond = (double) rate.perSecond() / pods;
        Instant before = since == null ? now : since;
        double seconds = Math.max(0, Duration.between(before, now).toNanos() / 1e9);
        level = Math.min(Math.max(1, perSecond), level + perSecond * seconds);
        since = now.isAfter(before) ? now : before;
        int granted = Math.min(wanted, (int) level);
        level -= granted;
        return granted;
    }

    /** The shared bucket answers again. */
    void end() {
        level = 0;
        since = null;
    }
}
