package dev.ingest.platform.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** How to reach Kafka. */
@ConfigMapping(prefix = "ingest.kafka")
public interface KafkaSettings {
    /** {@code host:port}, comma-separated. */
    String bootstrapServers();

    /** Put before every topic's and group's name; empty outside tests. */
    java.util.Optional<String> topicPrefix();

    /** Further client properties as they are, for example {@code security.protocol} and SASL with OAUTHBEARER. */
    Map<String, String> properties();

    /** After this a record that no broker acknowledged has failed: the caller is told, and may send it again. */
    @WithDefault("10S")
    Duration deliveryTimeout();

    /** Most bytes of records that wait for acknowledgement; a send beyond them waits, then fails. */
    @WithDefault("33554432")
    long bufferBytes();

    /** Wakeups of one partition within this time become two: the first at once, one more at its end. */
    @WithDefault("0.2S")
    Duration wakeupWindow();
}
