package dev.ingest.local;

import java.util.concurrent.CountDownLatch;

/**
 * Turns the system's request to end this process into an interrupt of the thread that runs it, and holds the process until
 * that thread has closed everything.
 */
final class StopSignal {
    private final CountDownLatch finished = new CountDownLatch(1);

    StopSignal(Thread main) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (finished.getCount() > 0) {
                main.interrupt();
                awaitUninterrupted();
            }
        }));
    }

    /** Nothing is left to close. */
    void finished() {
        finished.countDown();
    }

    private void awaitUninterrupted() {
        try {
            finished.await();
        } catch (InterruptedException e) {
            // Hooks are not interrupted; if one is, ending at once is what was asked for.
            Thread.currentThread().interrupt();
        }
    }
}
