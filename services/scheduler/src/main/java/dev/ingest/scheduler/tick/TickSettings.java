package dev.ingest.scheduler.tick;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much one tick does. */
@ConfigMapping(prefix = "ingest.tick")
public interface TickSettings {
    /** How often the service ticks by itself; {@code off} where something else calls it. */
    @WithDefault("off")
    String every();

    /** A tick that has looked for due pipelines for so long looks no further; the next one goes on. */
    @WithDefault("45S")
    Duration timeMax();

    /** Pipelines of a tenant whose runs are queued in one transaction, and planned in another. */
    @WithDefault("100")
    int batch();

    /** Tenants that are looked for at once; those that wait longest come first, the next look goes on. */
    @WithDefault("200")
    int tenantsMax();

    /** Tenants that are worked on side by side; each takes a connection of the database's pool. */
    @WithDefault("4")
    int tenantsAtOnce();

    /** A pipeline that is due for longer than this was missed: its catch-up policy says what happens. */
    @WithDefault("10M")
    Duration missedAfter();

    /** How long Kafka may take to tell what lags. */
    @WithDefault("15S")
    Duration lagMax();
}
