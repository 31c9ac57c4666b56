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
 * Coalesces wakeups of a partition. One goes out when the least patient of what it is for can wait no longer, and no sooner than a
 * window after the one before: what has no patience is followed by a wakeup at once, and those within the window after it become
 * one at the window's end. So the last record is always followed by a wakeup. Closing sends what is still owed.
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

    /** As many as there are partitions. */
    private final Map<DrainPartition, Wakeups> partitions = new HashMap<>();

    WakeupWindow(Duration window, Consumer<DrainPartition> send) {
        this.window = window;
        this.send = send;
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** @param patience how long a wakeup may wait for others to join it */
    void wake(DrainPartition partition, Duration patience) {
        synchronized (partitions) {
            if (timer.isShutdown()) {
                LOG.debugf("no wakeup while stopping, the tick makes it good: partition=%s", partition);
                return;
            }
            partitions.computeIfAbsent(partition, Wakeups::new).wake(patience);
        }
    }

    /** The wakeups of one partition; used with the lock held. */
    private final class Wakeups {
        private final DrainPartition partition;
        private long notBefore = System.nanoTime();
        private long due;
        private boolean owed;

        Wakeups(DrainPartition partition) {
            this.partition = partition;
        }

        void wake(Duration patience) {
            long now = System.nanoTime();
            long wait = Math.max(patience.toNanos(), notBefore - now);
            if (owed && due - now <= wait) {
                return; // the one that is owed comes soon enough
            }
            owed = true;
            due = now + wait;
            if (wait <= 0) {
                sendNow(now);
            } else {
                long planned = due;
                var ignored = timer.schedule(() -> elapsed(planned), wait, TimeUnit.NANOSECONDS);
            }
        }

        /** A plan that an earlier one overtook has nothing left to do, nor has one that closing overtook. */
        private void elapsed(long planned) {
            synchronized (partitions) {
                if (owed && due == planned && !timer.isShutdown()) {
                    sendNow(System.nanoTime());
                }
            }
        }

        private void sendNow(long now) {
            owed = false;
            notBefore = now + window.toNanos();
            timer.execute(() -> send.accept(partition));
        }
    }

    @Override
    public void close() {
        List<DrainPartition> owed;
        synchronized (partitions) {
            timer.shutdown(); // what waits is sent now; what was to be sent at once is sent
            owed = partitions.values().stream()
                    .filter(wakeups -> wakeups.owed)
                    .map(wakeups -> wakeups.partition)
                    .toList();
            partitions.clear();
        }
        awaitSent();
        owed.forEach(send);
    }

    private void awaitSent() {
        try {
            if (!timer.awaitTermination(CLOSE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("wakeups still unsent, the tick makes them good: deadline=%s", CLOSE_WAIT_MAX);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
