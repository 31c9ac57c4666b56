package dev.ingest.scheduler.fact;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How facts are read and remembered. */
@ConfigMapping(prefix = "ingest.facts")
public interface FactSettings {
    /** Drains that are kept per service and partition. */
    @WithDefault("50")
    int invocationsKept();

    /** How long a fact is remembered for telling a repetition; longer than Kafka keeps it. */
    @WithDefault("30D")
    Duration remember();

    /** Tries for a fact that fails for no known reason, before it is put aside; while Postgres is away they do not count. */
    @WithDefault("5")
    int attemptsMax();

    /** Wait before a fact is tried again. */
    @WithDefault("1S")
    Duration retryDelay();

    /** Facts that are taken from Kafka at once. */
    @WithDefault("200")
    int pollMax();

    /** After this the rest of what was taken is left for the next time: Kafka gives up on who does not ask for five minutes. */
    @WithDefault("60S")
    Duration roundMax();

    /** How long one fact's transaction may take. */
    @WithDefault("30S")
    Duration transactionMax();
}
