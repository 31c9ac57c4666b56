package dev.ingest.gateway.http;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** For lines of the log that many posts would write at once: whoever sheds posts is not to write more than it does for others. Thread-safe. */
final class OnceASecond {
    private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanos;
    private final AtomicLong toldAt;
    private final AtomicLong untold = new AtomicLong();

    /** @param nanos a clock for durations */
    OnceASecond(LongSupplier nanos) {
        this.nanos = nanos;
        this.toldAt = new AtomicLong(nanos.getAsLong() - QUIET_NANOS);
    }

    /** Counts one more; how many there were since this last told, if that is a second ago. */
    OptionalLong told() {
        untold.incrementAndGet();
        long now = nanos.getAsLong();
        long last = toldAt.get();
        return now - last >= QUIET_NANOS && toldAt.compareAndSet(last, now)
                ? OptionalLong.of(untold.getAndSet(0))
                : OptionalLong.empty();
    }
}
