package dev.ingest.scheduler.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long tokens live. */
@ConfigMapping(prefix = "ingest.tokens")
public interface TokenSettings {
    /** Of a token whose request does not say. */
    @WithDefault("15")
    int daysDefault();

    /** A request for more is refused. */
    @WithDefault("365")
    int daysMax();
}
