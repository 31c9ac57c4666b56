package dev.ingest.platform.kafka;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads one partition up to an offset. Not for several threads.
 *
 * @param consumer assigned the partition, and at the offset to start with; closed with this
 * @param end the first offset that is not read
 * @param silenceMax longest wait for messages that Kafka says are there
 */
public record PartitionReader(
        KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end, Duration silenceMax)
        implements AutoCloseable {
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(2);

    public boolean isAtEnd() {
        return consumer.position(partition) >= end;
    }

    /**
     * Messages that come next, some of them perhaps beyond the end; none where the log has only gaps.
     *
     * @throws IllegalStateException if Kafka brings nothing for too long
     */
    public List<ConsumerRecord<byte[], byte[]>> poll() {
        long before = consumer.position(partition);
        List<ConsumerRecord<byte[], byte[]>> polled = consumer.poll(silenceMax).records(partition);
        if (consumer.position(partition) == before) {
            throw new IllegalStateException("%s: nothing read in %s at offset %d (expected: messages up to %d)"
                    .formatted(partition, silenceMax, before, end));
        }
        return polled;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_WAIT_MAX));
    }
}
