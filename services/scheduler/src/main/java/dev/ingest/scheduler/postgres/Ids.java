package dev.ingest.scheduler.postgres;

import dev.ingest.contracts.Ulid;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;

/** Where ids and times come from. */
final class Ids {
    /** In milliseconds: what is stored and what is answered are the same. */
    @Produces
    @Singleton
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }

    /** Ids in the order of their making, so that "newest first" is an index scan. */
    @Produces
    @Singleton
    Ulid ids(Clock clock) {
        return new Ulid(clock);
    }
}
