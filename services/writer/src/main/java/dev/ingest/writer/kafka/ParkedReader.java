package dev.ingest.writer.kafka;

import dev.ingest.writer.parked.ParkedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads a partition of {@code ingest.parked}; what it reads at once is bounded by the consumer's own fetch. */
final class ParkedReader implements ParkedLog.Reader {
    private static final Duration FETCH_MAX = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final String records;
    private final long end;

    /** @param records the topic that the messages were on */
    ParkedReader(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, String records, long from, long end) {
        this.consumer = consumer;
        this.partition = partition;
        this.records = records;
        this.end = end;
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
    }

    @Override
    public List<ParkedLog.At> next() {
        List<ParkedLog.At> read = new ArrayList<>();
        while (read.isEmpty() && consumer.position(partition) < end) {
            long before = consumer.position(partition);
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(FETCH_MAX)) {
                if (message.offset() < end) {
                    read.add(new ParkedLog.At(message.offset(), ParkedHeaders.read(message, records)));
                }
            }
            if (consumer.position(partition) == before) {
                throw new IllegalStateException("%s: nothing read in %s at offset %d (expected: messages up to %d)"
                        .formatted(partition, FETCH_MAX, before, end));
            }
        }
        return read;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}
