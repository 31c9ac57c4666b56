package dev.ingest.executor.slice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How slices become envelopes. */
@ConfigMapping(prefix = "ingest.slice")
public interface SliceSettings {
    /** Most bytes of envelopes of this process that are sent and not acknowledged; further ones wait. */
    @WithDefault("16777216")
    int inFlightBytes();
}
