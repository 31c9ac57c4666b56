package dev.ingest.masking.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much one call may ask for. */
@ConfigMapping(prefix = "ingest.rows")
public interface RowSettings {
    /** Rows, if the call does not say. */
    @WithDefault("100")
    int defaultLimit();

    /** Asking for more is refused with 400. */
    @WithDefault("10000")
    int maxLimit();

    /** More filters are refused with 400. */
    @WithDefault("20")
    int maxFilters();

    /** More values of one {@code in} are refused with 400. */
    @WithDefault("200")
    int maxValues();

    /** A greater answer is refused with 413: it is held in memory. */
    @WithDefault("32M")
    MemorySize maxAnswer();

    /** Calls that read at once; one more is refused with 503. */
    @WithDefault("8")
    int maxReads();
}
