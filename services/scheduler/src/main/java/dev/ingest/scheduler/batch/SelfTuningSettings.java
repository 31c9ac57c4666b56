package dev.ingest.scheduler.batch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When batches grow and shrink by themselves. */
@ConfigMapping(prefix = "ingest.self-tuning")
public interface SelfTuningSettings {
    /** Whether they do. Off: they stay as they are, and nothing is decided. */
    @WithDefault("true")
    boolean enabled();

    /** Memory below this part of the limit lets batches grow. */
    @WithDefault("0.5")
    double memoryLow();

    /** Memory above this part of the limit shrinks them. */
    @WithDefault("0.8")
    double memoryHigh();

    /** A slice or a commit that takes more than this part of a drain's deadline shrinks them. */
    @WithDefault("0.8")
    double timeHigh();

    /** More errors than this part of the last 20 drains keep them from growing. */
    @WithDefault("0.1")
    double errorsHigh();

    /** A drain that has not told its end so long after its deadline is lost. */
    @WithDefault("1M")
    Duration lostAfter();

    /** Lost drains that one tick looks at; the next one goes on. */
    @WithDefault("100")
    int lostMax();

    /** Decisions that are kept per stream and service; a repeated report that is older is not told from a new one, and ignored. */
    @WithDefault("200")
    int decisionsKept();

    /** How small and how great the executor's envelopes may become, in records. */
    Envelopes executor();

    /** How small and how great the writer's commits may become, in records. */
    Commits writer();

    /** Of the executor. */
    interface Envelopes {
        /** Smallest batch. */
        @WithDefault("25")
        int min();

        /** Greatest batch. */
        @WithDefault("10000")
        int max();
    }

    /** Of the writer. */
    interface Commits {
        /** Smallest batch. */
        @WithDefault("1000")
        int min();

        /** Greatest batch. */
        @WithDefault("500000")
        int max();
    }
}
