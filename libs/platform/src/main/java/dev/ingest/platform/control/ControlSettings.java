package dev.ingest.platform.control;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How fresh configuration has to be. */
@ConfigMapping(prefix = "ingest.control")
public interface ControlSettings {
    /** Configuration younger than this is used without asking: a change takes this long to be seen. */
    @WithDefault("2S")
    Duration maxAge();

    /** Most answers kept; the least recently used goes first, and is asked for again. */
    @WithDefault("10000")
    int cacheEntries();
}
