package dev.ingest.platform.drain;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
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
    private final long end;
    private final DoneOffsets offsets;
    private final Queue<ConsumerRecord<byte[], byte[]>> read = new ArrayDeque<>();

    MessageBatches(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, DrainSettings settings) {
        this.consumer = consumer;
        this.partition = partition;
        this.settings = settings;
        consumer.assign(List.of(partition));
        this.end = endOffset();
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
        while (read.isEmpty() && consumer.position(partition) < end) {
            poll();
        }
        return !read.isEmpty();
    }

    private void poll() {
        List<ConsumerRecord<byte[], byte[]>> polled =
                consumer.poll(settings.fetchTimeout()).records(partition);
        if (polled.isEmpty() && consumer.position(partition) < end) {
            throw new IllegalStateException("%s: nothing read in %s at offset %d (expected: messages up to %d)"
                    .formatted(partition, settings.fetchTimeout(), consumer.position(partition), end));
        }
        for (ConsumerRecord<byte[], byte[]> message : polled) {
            if (offsets.meet(message.offset())) {
                read.add(message);
            }
        }
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
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}
