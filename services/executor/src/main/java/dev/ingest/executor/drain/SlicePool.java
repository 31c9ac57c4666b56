package dev.ingest.executor.drain;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * The threads that read slices, for all drains of this process. A tenant has some of them at most, and whoever has the fewest gets
 * the next one: a slice may hold its thread for as long as an API lets it wait.
 */
@Singleton
final class SlicePool {
    private final ExecutorService threads;
    private final int slicesMax;
    private final int tenantMax;
    private final Map<String, Turn> turns = new LinkedHashMap<>();
    private int running;

    /** What a tenant has: under way, and waiting. */
    private static final class Turn {
        private final Deque<FutureTask<?>> waiting = new ArrayDeque<>();
        private int running;
    }

    SlicePool(ExecutorSettings settings) {
        this.slicesMax = settings.slicesMax();
        this.tenantMax = settings.tenantSlicesMax();
        this.threads = Executors.newFixedThreadPool(
                slicesMax, Thread.ofPlatform().daemon().name("slice-", 0).factory());
    }

    synchronized Future<?> run(String tenant, Runnable slice) {
        var task = new FutureTask<>(slice, true);
        turns.computeIfAbsent(tenant, key -> new Turn()).waiting.add(task);
        begin();
        return task;
    }

    private synchronized void begin() {
        for (Optional<Turn> next = next(); next.isPresent() && !threads.isShutdown(); next = next()) {
            Turn turn = next.get();
            FutureTask<?> task = turn.waiting.remove();
            turn.running++;
            running++;
            threads.execute(() -> {
                try {
                    task.run(); // nothing, if it was cancelled
                } finally {
                    ended(turn);
                }
            });
        }
    }

    private Optional<Turn> next() {
        return running == slicesMax
                ? Optional.empty()
                : turns.values().stream()
                        .filter(turn -> !turn.waiting.isEmpty() && turn.running < tenantMax)
                        .min(Comparator.comparingInt(turn -> turn.running));
    }

    private synchronized void ended(Turn turn) {
        running--;
        turn.running--;
        turns.values().removeIf(idle -> idle.running == 0 && idle.waiting.isEmpty());
        begin();
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }
}
