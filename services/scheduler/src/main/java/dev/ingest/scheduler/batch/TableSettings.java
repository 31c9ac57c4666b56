package dev.ingest.scheduler.batch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What every table starts with. */
@ConfigMapping(prefix = "ingest.tables")
public interface TableSettings {
    /** Records that the writer commits at once at most: more take more memory, fewer make more and smaller files. */
    @WithDefault("50000")
    int batch();
}
