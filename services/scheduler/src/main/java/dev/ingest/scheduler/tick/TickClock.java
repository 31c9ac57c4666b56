package dev.ingest.scheduler.tick;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** The tick, by the clock, where the configuration says so. */
@Singleton
class TickClock {
    private final Tick tick;

    TickClock(Tick tick) {
        this.tick = tick;
    }

    @Scheduled(every = "${ingest.tick.every:off}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return tick.once().replaceWithVoid();
    }
}
