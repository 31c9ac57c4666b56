package dev.ingest.executor.slice;

import dev.ingest.contracts.event.SliceAttempt;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * The way of one attempt to Kafka. Pages go while it is open; whoever closes it tells how the attempt ended, and no page follows
 * that, whichever thread still holds one. Thread-safe.
 */
final class Outlet {
    private enum State {
        UNUSED,
        OPEN,
        CLOSED
    }

    private final SliceAttempt attempt;
    private State state = State.UNUSED;

    Outlet(SliceAttempt attempt) {
        this.attempt = attempt;
    }

    /** @throws CancellationException if it was closed before */
    synchronized void open() {
        if (state == State.CLOSED) {
            throw cutOff();
        }
        state = State.OPEN;
    }

    /** @return whether the caller closed it, and so has to tell the end */
    synchronized boolean close() {
        boolean wasOpen = state == State.OPEN;
        state = State.CLOSED;
        return wasOpen;
    }

    /**
     * Hands something to Kafka's client, which is quick: what takes long is that it travels.
     *
     * @throws CancellationException if it is closed
     */
    synchronized <T> T send(Supplier<T> sending) {
        if (state != State.OPEN) {
            throw cutOff();
        }
        return sending.get();
    }

    CancellationException cutOff() {
        return new CancellationException("slice %s was cut off".formatted(attempt.slice()));
    }
}
