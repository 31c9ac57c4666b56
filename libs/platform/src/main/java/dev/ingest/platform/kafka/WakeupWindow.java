package dev.ingest.platform.kafka;

import dev.ingest.contracts.event.DrainPartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Coalesces wakeups of a partition: the first goes out at once, those within the window after it become one at the window's end,
 * so that the last record is always followed by a wakeup. Closing sends what is still owed.
 */
final class WakeupWindow implements AutoCloseable {
    private final Duration window;
    private final Consumer<DrainPartition> send;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("wakeups").factory());

    /** Open windows; the value says whether a wakeup is owed at the end. */
    private final Map<DrainPartition, Boolean> open = new HashMap<>();

    WakeupWindow(Duration window, Consumer<DrainPartition> send) {
        this.window = window;
        this.send = send;
    }

    void wake(DrainPartition partition) {
        synchronized (open) {
            if (open.containsKey(partition)) {
                open.put(partition, true);
                return;
            }
            openWindow(partition);
        }
        send.accept(partition);
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
            openWindow(partition);
        }
        send.accept(partition);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        List<DrainPartition> owed;
        synchronized (open) {
            owed = open.entrySet().stream()
                    .filter(Map.Entry::getValue)
                    .map(Map.Entry::getKey)
                    .toList();
            open.clear();
        }
        owed.forEach(send);
    }
}
