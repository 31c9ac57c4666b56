package dev.ingest.executor.trial;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What trying a connector may cost. */
@ConfigMapping(prefix = "ingest.trial")
public interface TrialSettings {
    /** No call to the API begins after this; the answer has what there was until then. */
    @WithDefault("30S")
    Duration timeMax();

    /** Most records in an answer. */
    @WithDefault("100")
    int recordsMax();

    /** Most bytes of records in an answer; reading stops there. */
    @WithDefault("1048576")
    int bytesMax();

    /** Most slices that are looked into for records, from the newest. */
    @WithDefault("5")
    int slicesMax();

    /** Most trials at once in this process; one more is told to come back later. */
    @WithDefault("4")
    int concurrency();
}
