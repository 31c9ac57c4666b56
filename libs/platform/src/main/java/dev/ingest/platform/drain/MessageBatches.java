package dev.ingest.platform.drain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The messages of one partition from the group's offset to the end seen at the start, in batches. The group's offset is a lower
 * bound: it moves only when told. Without one, reading starts at the start of the log; one that the log no longer holds fails.
 */
final class MessageBatches implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final DrainSettings settings;
    private final long end;
    private List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();

    MessageBatches(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, DrainSettings settings) {
        this.consumer = consumer;
        this.partition = partition;
        this.settings = settings;
        consumer.assign(List.of(partition));
        this.end = endOffset();
        OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
        if (committed == null) {
            consumer.seekToBeginning(List.of(partition));
        } else {
            consumer.seek(partition, committed);
        }
    }

    private long endOffset() {
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    /** The next batch; empty at the end. */
    List<ConsumerRecord<byte[], byte[]>> next() {
        while (read.isEmpty() && consumer.position(partition) < end) {
            List<ConsumerRecord<byte[], byte[]>> polled =
                    consumer.poll(settings.fetchTimeout()).records(partition);
            if (polled.isEmpty() && consumer.position(partition) < end) {
                throw new IllegalStateException("%s: nothing read in %s at offset %d (expected: messages up to %d)"
                        .formatted(partition, settings.fetchTimeout(), consumer.position(partition), end));
            }
            read.addAll(polled);
        }
        int count = fitting();
        List<ConsumerRecord<byte[], byte[]>> batch = List.copyOf(read.subList(0, count));
        read = new ArrayList<>(read.subList(count, read.size()));
        return batch;
    }

    private int fitting() {
        long bytes = 0;
        int count = 0;
        while (count < read.size() && count < settings.batch() && bytes < settings.batchBytes()) {
            bytes += Math.max(0, read.get(count).serializedValueSize());
            count++;
        }
        return count;
    }

    /** Moves the group's offset past a message. */
    void done(ConsumerRecord<byte[], byte[]> last) {
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(last.offset() + 1)));
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}
