package dev.ingest.scheduler.stack;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what happens after a message was read. */
public final class Eventually {
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Eventually() {}

    /** The value once it is as expected; fails with the last one if it never is. */
    public static <T> T when(Supplier<T> value, Predicate<T> expected) {
        long end = System.nanoTime() + WAIT_MAX.toNanos();
        T last = value.get();
        while (!expected.test(last)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("after %s it still was %s".formatted(WAIT_MAX, last));
            }
            pause();
            last = value.get();
        }
        return last;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
