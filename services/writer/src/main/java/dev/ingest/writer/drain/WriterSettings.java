package dev.ingest.writer.drain;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the writer insists. */
@ConfigMapping(prefix = "ingest.writer")
interface WriterSettings {
    /**
     * A table that could not be committed for this long fails the drain: the partition stays where it is, the drain is reported
     * as failed, and the next wakeup tries again.
     */
    @WithDefault("30S")
    Duration commitPatience();

    /**
     * A table that could not be committed for this long, by whichever drains of this process, has its messages parked, so that
     * its neighbours on the partition go on.
     */
    @WithDefault("10M")
    Duration outageMax();

    /** Longest wait for the acknowledgement of facts, after which the drain fails and they are told again by the next. */
    @WithDefault("30S")
    Duration factTimeout();

    /** Pause between two tries of a commit. */
    @WithDefault("0.5S")
    Duration commitPause();
}
