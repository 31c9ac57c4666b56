package dev.ingest.executor.drain;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much the executor does at once. */
@ConfigMapping(prefix = "ingest.executor")
public interface ExecutorSettings {
    /** Most slices that are read at once in this process, whoever's they are; further ones wait their turn. */
    @WithDefault("12")
    int slicesMax();

    /** Most of them that one tenant has; more wait, so that the others get their turn. */
    @WithDefault("8")
    int tenantSlicesMax();

    /** Most streams of one credential that are read side by side, whatever its manifest allows. */
    @WithDefault("4")
    int streamsMax();

    /** Most requests of a partition that a drain holds: those behind a slow one, in other credentials' turns. */
    @WithDefault("1000")
    int windowRequests();

    /** Most bytes of requests that a drain holds; one batch more may be over it. */
    @WithDefault("16777216")
    long windowBytes();

    /** A slice that has not ended this long after its drain's deadline is cut off: it has failed, and the next run reads it. */
    @WithDefault("20S")
    Duration grace();
}
