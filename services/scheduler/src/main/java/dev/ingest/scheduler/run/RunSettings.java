package dev.ingest.scheduler.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How runs are planned and requested. */
@ConfigMapping(prefix = "ingest.runs")
public interface RunSettings {
    /** Slices of one stream in one run; a plan with more fails, and asks for a longer step. */
    @WithDefault("5000")
    int slicesMax();

    /** Slices that are claimed, put on Kafka and marked in one go; more go in several. */
    @WithDefault("500")
    int requestsMax();

    /** How long whoever puts a slice on Kafka has for it, before another replica does. */
    @WithDefault("60S")
    Duration claim();

    /**
     * After this a requested slice that nothing was heard of is requested again, unless its request waits in its credential's
     * queue; each time it waits that much longer. Less costs double work where a slice takes long; the result is the same.
     */
    @WithDefault("15M")
    Duration overdue();

    /** After so many unanswered requests a slice has failed, so that its pipeline may run again. */
    @WithDefault("8")
    int unansweredMax();

    /** After this a queued run that nobody planned, because its process died, is planned by the tick. */
    @WithDefault("60S")
    Duration planning();
}
