package dev.ingest.gateway.envelope;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Ends waits of one length that take too long. Most end soon: they are looked through now and then, while there are any, because a
 * timer for each would cost more than all else that is done for it. So a wait ends up to an eighth late. Thread-safe; holds as many
 * as are under way.
 */
public final class Deadlines {
    private static final int LOOKS_PER_WAIT = 8;

    private final Duration wait;
    private final Timer timer;
    private final LongSupplier nanos;
    private final Map<CompletableFuture<?>, Wait> open = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();

    private record Wait(long end, Consumer<TimeoutException> late) {}

    /** @param nanos a clock for durations */
    public Deadlines(Duration wait, Timer timer, LongSupplier nanos) {
        this.wait = wait;
        this.timer = timer;
        this.nanos = nanos;
    }

    /**
     * Watches what is under way.
     *
     * @param late told when it has taken too long; completes it
     */
    public void limit(CompletableFuture<?> underWay, Consumer<TimeoutException> late) {
        if (underWay.isDone()) {
            return;
        }
        open.put(underWay, new Wait(nanos.getAsLong() + wait.toNanos(), late));
        var ignored = underWay.whenComplete((done, failure) -> open.remove(underWay));
        lookLater();
    }

    /** The same future, which fails with a {@link TimeoutException} if it takes too long. */
    public <T> CompletableFuture<T> limited(CompletableFuture<T> underWay) {
        if (underWay.isDone()) {
            return underWay;
        }
        CompletableFuture<T> limited = underWay.copy();
        limit(limited, limited::completeExceptionally);
        return limited;
    }

    /** How long each may take. */
    public Duration waitMax() {
        return wait;
    }

    private void lookLater() {
        if (!looking.get() && looking.compareAndSet(false, true)) {
            timer.after(wait.dividedBy(LOOKS_PER_WAIT), this::look);
        }
    }

    private void look() {
        looking.set(false);
        long now = nanos.getAsLong();
        open.values().stream()
                .filter(each -> now - each.end() >= 0)
                .forEach(each -> each.late().accept(new TimeoutException("after " + wait)));
        if (!open.isEmpty()) {
            lookLater();
        }
    }
}
