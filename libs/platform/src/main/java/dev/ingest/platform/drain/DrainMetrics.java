package dev.ingest.platform.drain;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How long messages wait for their work, and how many do. A writer's message age is the freshness of what readers see. */
final class DrainMetrics {
    private final MeterRegistry registry;
    private final String topic;
    private final Timer age;
    private final Map<Integer, Long> left = new ConcurrentHashMap<>();

    DrainMetrics(MeterRegistry registry, String topic) {
        this.registry = registry;
        this.topic = topic;
        this.age = Timer.builder("ingest.message.age")
                .description("from a message's acknowledgement by Kafka until its work is done")
                .tag("topic", topic)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(50))
                .maximumExpectedValue(Duration.ofHours(1))
                .register(registry);
    }

    /** The work of messages is durable. */
    void done(List<ConsumerRecord<byte[], byte[]>> messages, Instant now) {
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            Duration waited = Duration.between(Instant.ofEpochMilli(message.timestamp()), now);
            age.record(waited.isNegative() ? Duration.ZERO : waited);
        }
    }

    /** So many messages of a partition wait, when its drain is over. */
    void left(int partition, long messages) {
        if (left.put(partition, messages) == null) {
            Gauge.builder("ingest.messages.left", left, all -> all.getOrDefault(partition, 0L))
                    .description("messages of a partition that its last drain here did not come to")
                    .tag("topic", topic)
                    .tag("partition", Integer.toString(partition))
                    .register(registry);
        }
    }
}
