package dev.ingest.scheduler.fact;

import dev.ingest.contracts.Topics;
import dev.ingest.platform.kafka.KafkaClients;
import dev.ingest.platform.kafka.TopicNames;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code ingest.facts} and {@code ingest.usage} on a thread of its own. A partition's offset moves after the transactions of its facts: whatever
 * happens in between is told again, and changes nothing then.
 */
@Singleton
final class FactsConsumer {
    private static final Logger LOG = Logger.getLogger(FactsConsumer.class);
    private static final String GROUP = "scheduler";
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(35);

    private final KafkaClients clients;
    private final TopicNames names;
    private final FactIntake intake;
    private final FactSettings settings;
    private volatile boolean stopping;
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable Thread thread;

    FactsConsumer(KafkaClients clients, TopicNames names, FactIntake intake, FactSettings settings) {
        this.clients = clients;
        this.names = names;
        this.intake = intake;
        this.settings = settings;
    }

    void start(@Observes StartupEvent started) {
        // a fact that was told before this group first read matters too
        KafkaConsumer<byte[], byte[]> reader = clients.consumer(GROUP, "earliest", settings.pollMax());
        consumer = reader;
        thread = Thread.ofPlatform().name("facts").start(() -> read(reader));
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping = true;
        if (consumer != null && thread != null) {
            consumer.wakeup();
            if (!thread.join(STOP_WAIT_MAX)) {
                LOG.warnf("the facts consumer did not stop: deadline=%s", STOP_WAIT_MAX);
            }
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> reader) {
        try (reader) {
            reader.subscribe(List.of(names.topic(Topics.FACTS), names.topic(Topics.USAGE)));
            while (!stopping) {
                round(reader);
            }
        } catch (WakeupException stopped) {
            LOG.debug("stopped while polling", stopped);
        }
    }

    private void round(KafkaConsumer<byte[], byte[]> reader) {
        try {
            apply(reader, reader.poll(POLL));
        } catch (CommitFailedException lost) {
            LOG.warn("the partition went to another replica, which applies its facts again", lost);
        } catch (WakeupException stopped) {
            throw stopped;
        } catch (RuntimeException failure) {
            LOG.error("facts could not be read; trying again", failure);
            pause();
        }
    }

    /** Whatever happens, what was not applied is read again, of every partition. */
    private void apply(KafkaConsumer<byte[], byte[]> reader, ConsumerRecords<byte[], byte[]> messages) {
        Map<TopicPartition, Long> unapplied = new HashMap<>();
        for (TopicPartition partition : messages.partitions()) {
            unapplied.put(partition, messages.records(partition).getFirst().offset());
        }
        long began = System.nanoTime();
        try {
            for (TopicPartition partition : messages.partitions()) {
                apply(partition, messages.records(partition), unapplied, began);
            }
        } finally {
            unapplied.forEach(reader::seek);
        }
        commit(reader, messages, unapplied);
        if (!unapplied.isEmpty()) {
            pause();
        }
    }

    private void apply(
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> messages,
            Map<TopicPartition, Long> unapplied,
            long began) {
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            boolean late = System.nanoTime() - began > settings.roundMax().toNanos();
            if (stopping || late || !intake.take(message)) {
                return;
            }
            unapplied.put(partition, message.offset() + 1);
        }
        unapplied.remove(partition);
    }

    private static void commit(
            KafkaConsumer<byte[], byte[]> reader,
            ConsumerRecords<byte[], byte[]> messages,
            Map<TopicPartition, Long> unapplied) {
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (TopicPartition partition : messages.partitions()) {
            long end = messages.records(partition).getLast().offset() + 1;
            next.put(partition, new OffsetAndMetadata(unapplied.getOrDefault(partition, end)));
        }
        if (!next.isEmpty()) {
            reader.commitSync(next);
        }
    }

    private void pause() {
        if (stopping) {
            return;
        }
        try {
            Thread.sleep(settings.retryDelay());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }
}
