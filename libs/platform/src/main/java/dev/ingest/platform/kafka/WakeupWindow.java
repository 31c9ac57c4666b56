package dev.ingest.platform.kafka;

import dev.ingest.contracts.event.DrainPartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Coalesces wakeups of a partition: the first goes out at once, those within the window after it become one at the window's end,
 * so that the last record is always followed by a wakeup. Closing sends what is still owed.
 *
 * <p>Sending happens on a thread of its own, never on the caller's: the caller is Kafka's own sender thread when a record was just
 * acknowledged, and a send that has to wait for a topic's metadata there would wait for itself.
 */
final class WakeupWindow implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WakeupWindow.class);
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(5);

    private final Duration window;
    private final Consumer<DrainPartition> send;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("wakeups").factory());

    /** Open windows; the value says whether a wakeup is owed at the end. */
    private final Map<DrainPartition, Boolean> open = new HashMap<>();

    WakeupWindow(Duration window, Consumer<DrainPartition> send) {
        this.window = window;
        this.send = send;
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void wake(DrainPartition partition) {
        synchronized (open) {
            if (timer.isShutdown()) {
                LOG.debugf("no wakeup while stopping, the tick makes it good: %s", partition);
                return;
            }
            if (open.containsKey(partition)) {
                open.put(partition, true);
                return;
            }
            openWindow(partition);
            timer.execute(() -> send.accept(partition));
        }
    }

    private void openWindow(DrainPartition partition) {
        open.put(partition, false);
        var ignored = timer.schedule(() -> end(partition), window.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void end(DrainPartition partition) {
        synchronized (open) {
            boolean owed = Boolean.TRUE.equals(open.remove(partition));
            if (!owed) {
                return;
            }
            if (!timer.isShutdown()) {
                openWindow(partition);
            }
        }
        send.accept(partition);
    }

    @Override
    public void close() {
        List<DrainPartition> owed;
        synchronized (open) {
            timer.shutdown(); // windows that are still open end now; what was to be sent at once is sent
            owed = open.entrySet().stream()
                    .filter(Map.Entry::getValue)
                    .map(Map.Entry::getKey)
                    .toList();
            open.clear();
        }
        awaitSent();
        owed.forEach(send);
    }

    private void awaitSent() {
        try {
            if (!timer.awaitTermination(CLOSE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("wakeups still unsent after %s; the tick makes them good", CLOSE_WAIT_MAX);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
