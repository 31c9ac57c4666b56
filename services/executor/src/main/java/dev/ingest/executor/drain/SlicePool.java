package dev.ingest.executor.drain;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The threads that read slices, for all drains of this process. */
@Singleton
final class SlicePool {
    private final ExecutorService threads;

    SlicePool(ExecutorSettings settings) {
        this.threads = Executors.newFixedThreadPool(
                settings.slicesMax(),
                Thread.ofPlatform().daemon().name("slice-", 0).factory());
    }

    Future<?> run(Runnable slice) {
        return threads.submit(slice);
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }
}
