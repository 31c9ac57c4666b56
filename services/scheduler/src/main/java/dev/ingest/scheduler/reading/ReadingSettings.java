package dev.ingest.scheduler.reading;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Where tables are read, and how long that may take. */
@ConfigMapping(prefix = "ingest.reading")
public interface ReadingSettings {
    /** The masking service. */
    URI url();

    /** After this long without a byte the answer is 503. */
    @WithDefault("60S")
    Duration timeout();

    /** Calls at once; more wait for one of them. */
    @WithDefault("32")
    int calls();

    /** Calls that wait; one more gets 503. */
    @WithDefault("200")
    int waiting();
}
