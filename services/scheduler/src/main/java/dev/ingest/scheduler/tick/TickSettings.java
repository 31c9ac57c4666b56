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

    /** Runs that one tick starts at most; the next one goes on. */
    @WithDefault("200")
    int runsMax();

    /** Tenants whose slices one tick requests at most. */
    @WithDefault("200")
    int tenantsMax();

    /** A pipeline that is due for longer than this was missed: its catch-up policy says what happens. */
    @WithDefault("10M")
    Duration missedAfter();

    /** How long Kafka may take to tell what lags. */
    @WithDefault("15S")
    Duration lagMax();
}
