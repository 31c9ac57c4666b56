package dev.ingest.scheduler.batch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much of a stream is done at once, as long as nobody has said otherwise. */
@ConfigMapping(prefix = "ingest.tuning")
public interface TuningSettings {
    /** Records that the executor puts into an envelope at most. */
    @WithDefault("500")
    int batch();

    /** Slices of one stream that a drain takes at most; the rest is done by the next one, which is woken at once. */
    @WithDefault("500")
    int slices();
}
