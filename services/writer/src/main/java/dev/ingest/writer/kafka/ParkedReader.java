package dev.ingest.writer.kafka;

import dev.ingest.platform.kafka.PartitionReader;
import dev.ingest.writer.parked.ParkedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads a partition of {@code ingest.parked}, in batches large enough for a table to have few commits. */
final class ParkedReader implements ParkedLog.Reader {
    private static final Duration FETCH_MAX = Duration.ofSeconds(10);

    /** Most bytes of a batch's values; one poll more may be over it. */
    private static final long BATCH_BYTES_MAX = 4L * 1024 * 1024;

    private static final int BATCH_MAX = 10_000;

    private final PartitionReader log;
    private final String records;

    /** @param records the topic that the messages were on */
    ParkedReader(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, String records, long from, long end) {
        this.log = new PartitionReader(consumer, partition, end, FETCH_MAX);
        this.records = records;
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
    }

    @Override
    public List<ParkedLog.At> next() {
        List<ParkedLog.At> read = new ArrayList<>();
        long bytes = 0;
        while (read.size() < BATCH_MAX && bytes < BATCH_BYTES_MAX && !log.isAtEnd()) {
            for (ConsumerRecord<byte[], byte[]> message : log.poll()) {
                if (message.offset() < log.end()) {
                    bytes += Math.max(0, message.serializedValueSize());
                    read.add(new ParkedLog.At(message.offset(), ParkedHeaders.read(message, records)));
                }
            }
        }
        return read;
    }

    @Override
    public void close() {
        log.close();
    }
}
