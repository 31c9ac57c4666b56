package dev.ingest.connector.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/** The end of a slice's time: nothing begins after it, and nothing waits past it. */
final class Deadline {
    /** A body may arrive so much longer: by then the clock shows that its time is over, not that the API broke off. */
    private static final Duration BODY_GRACE = Duration.ofMillis(200);

    /** Nobody waits longer for another thread, whatever its deadline. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final HttpSession session;
    private final Instant end;

    Deadline(HttpSession session, Instant end) {
        this.session = session;
        this.end = end;
    }

    /** @throws DeferredException when it has come */
    void check() {
        Instant now = session.clock().instant();
        if (!now.isBefore(end)) {
            throw new DeferredException(now);
        }
    }

    /** @throws BodyCutOffException when it has come */
    void checkBody() {
        Instant now = session.clock().instant();
        if (!now.isBefore(end)) {
            throw new BodyCutOffException(now);
        }
    }

    /** For whoever has to have an answer at once: why there is none, and which limit it met. */
    ReadException unmet(Instant notBefore) {
        Instant now = session.clock().instant();
        if (!now.isBefore(end)) {
            return new ReadException(
                    ReadException.Kind.TRANSIENT,
                    "it was cut off: there was no time left (limit: the caller's deadline, " + end + ")");
        }
        return new ReadException(
                ReadException.Kind.RATE_LIMIT,
                "the API asks to wait until " + notBefore + " (limit: maxWait, "
                        + session.limits().maxWait() + ", and the caller's deadline, " + end + ")");
    }

    /** For the whole of a body that is read while it arrives. */
    Duration bodyTimeout() {
        check();
        Duration most = session.limits().streamTimeout();
        Duration left = Duration.between(session.clock().instant(), end).plus(BODY_GRACE);
        return left.compareTo(most) < 0 ? left : most;
    }

    /** The last moment that this slice may wait for. */
    Instant latest() {
        Instant longest = session.clock().instant().plus(session.limits().maxWait());
        return longest.isBefore(end) ? longest : end.minusMillis(1);
    }

    /** No request outlives the deadline; one cut short by it is tried again after, by whoever reads the rest. */
    Duration timeout() {
        check();
        Duration most = session.limits().requestTimeout();
        Duration left = Duration.between(session.clock().instant(), end);
        return left.compareTo(most) < 0 ? left : most;
    }

    /**
     * Waits until whoever holds a lock gives it back: that may take requests and pauses of its own.
     *
     * @throws DeferredException when the deadline comes first
     */
    void acquire(Lock lock) {
        Duration left = Duration.between(session.clock().instant(), end);
        long most = left.compareTo(LONGEST) < 0 ? left.toNanos() : LONGEST.toNanos();
        try {
            if (!lock.tryLock(most, TimeUnit.NANOSECONDS)) {
                throw new DeferredException(session.clock().instant());
            }
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    private static ReadException interrupted(InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return new ReadException(ReadException.Kind.TRANSIENT, "interrupted while waiting", stopped);
    }

    /** @throws DeferredException when the wait is longer than this slice may wait */
    void pause(Duration wait) {
        Instant next = session.clock().instant().plus(wait);
        if (!next.isBefore(end) || wait.compareTo(session.limits().maxWait()) > 0) {
            throw new DeferredException(next);
        }
        sleep(wait);
    }

    /** Waits past the deadline where it must: for what may not be left half done. How often is the caller's limit. */
    void pauseRegardless(Duration wait) {
        sleep(wait);
    }

    private void sleep(Duration wait) {
        try {
            session.sleeper().sleep(wait);
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }
}
