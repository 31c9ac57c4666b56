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

    /** Tries for a fact that fails for no known reason, before it is put aside. */
    @WithDefault("5")
    int attemptsMax();

    /** Wait before a fact is tried again. */
    @WithDefault("1S")
    Duration retryDelay();

    /** How long one fact's transaction may take. */
    @WithDefault("30S")
    Duration transactionMax();
}
