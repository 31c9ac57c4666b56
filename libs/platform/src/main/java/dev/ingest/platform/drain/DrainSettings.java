package dev.ingest.platform.drain;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a drain works. */
@ConfigMapping(prefix = "ingest.drain")
public interface DrainSettings {
    /** Whether this service drains at all. Decided when it is built: without it there are no doors. */
    @WithDefault("false")
    boolean enabled();

    /** A drain stops reading after this; every time-out around it is 300 s or more. */
    @WithDefault("240S")
    Duration deadline();

    /** Most Kafka messages handed to the handler at once. */
    @WithDefault("500")
    int batch();

    /** Most bytes of message values handed to the handler at once; one message more may be over it. */
    @WithDefault("8388608")
    long batchBytes();

    /** Most partitions drained at once by wakeups that arrive over Kafka; further ones wait their turn. */
    @WithDefault("4")
    int concurrency();

    /** Longest wait for messages that Kafka says are there. */
    @WithDefault("10S")
    Duration fetchTimeout();

    /** Whether wakeups are also taken from the wakeup topic: locally and on plain Kubernetes, not behind a KafkaSource. */
    @WithDefault("false")
    boolean kafkaDoor();

    /** Whether a wakeup over HTTP needs a token with role {@code service}; without one the service must be cluster-local. */
    @WithDefault("true")
    boolean httpDoorNeedsToken();
}
