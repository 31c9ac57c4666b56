package dev.ingest.platform.drain;

import dev.ingest.platform.kafka.PartitionReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The messages of one partition from the group's offset to the end seen at the start, in batches. The group's offset is a lower
 * bound: it moves only when told. Without one, reading starts at the start of the log; one that the log no longer holds fails.
 */
final class MessageBatches implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MessageBatches.class);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final DrainSettings settings;
    private final PartitionReader log;
    private final DoneOffsets offsets;
    private final Queue<ConsumerRecord<byte[], byte[]>> read = new ArrayDeque<>();

    MessageBatches(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, DrainSettings settings) {
        this.consumer = consumer;
        this.partition = partition;
        this.settings = settings;
        consumer.assign(List.of(partition));
        this.log = new PartitionReader(consumer, partition, endOffset(), settings.fetchTimeout());
        OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
        if (committed == null) {
            consumer.seekToBeginning(List.of(partition));
            this.offsets = new DoneOffsets(0);
        } else {
            consumer.seek(partition, committed);
            this.offsets = restored(committed);
        }
    }

    private DoneOffsets restored(OffsetAndMetadata committed) {
        try {
            return new DoneOffsets(committed.offset(), committed.metadata());
        } catch (IllegalArgumentException foreign) {
            // Whoever moved the offset by hand may have left a note. What was done beyond it is done again: harmless.
            LOG.warnf(
                    "metadata of the group's offset is not ours: partition=%s cause=%s",
                    partition, foreign.getMessage());
            return new DoneOffsets(committed.offset());
        }
    }

    private long endOffset() {
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    /** The next batch; empty at the end. No more is unpacked for it than it holds and one poll brings. */
    List<ConsumerRecord<byte[], byte[]>> next() {
        long before = offsets.next();
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < settings.batch() && bytes < settings.batchBytes() && hasNext()) {
            ConsumerRecord<byte[], byte[]> message = read.remove();
            bytes += Math.max(0, message.serializedValueSize());
            batch.add(message);
        }
        if (offsets.next() > before) {
            commit();
        }
        return batch;
    }

    private boolean hasNext() {
        while (read.isEmpty() && !log.isAtEnd()) {
            for (ConsumerRecord<byte[], byte[]> message : log.poll()) {
                if (offsets.meet(message.offset())) {
                    read.add(message);
                }
            }
        }
        return !read.isEmpty();
    }

    /** Messages are done: moves the group's offset as far as there is no gap. */
    void done(List<ConsumerRecord<byte[], byte[]>> messages) {
        if (!messages.isEmpty()) {
            offsets.done(messages.stream().map(ConsumerRecord::offset).toList());
            commit();
        }
    }

    private void commit() {
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offsets.next(), offsets.metadata())));
    }

    @Override
    public void close() {
        log.close();
    }
}
