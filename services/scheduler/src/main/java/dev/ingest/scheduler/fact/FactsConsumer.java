package dev.ingest.scheduler.fact;

import dev.ingest.contracts.Topics;
import dev.ingest.platform.kafka.KafkaClients;
import dev.ingest.platform.kafka.TopicNames;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
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
 * Reads {@code ingest.facts} on a thread of its own. A partition's offset moves after the transactions of its facts: whatever
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
        KafkaConsumer<byte[], byte[]> reader = clients.consumer(GROUP, "earliest");
        consumer = reader;
        thread = Thread.ofPlatform().name("facts").start(() -> read(reader));
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping = true;
        if (consumer != null && thread != null) {
            consumer.wakeup();
            if (!thread.join(STOP_WAIT_MAX)) {
                LOG.warnf("the facts consumer did not stop within %s", STOP_WAIT_MAX);
            }
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> reader) {
        try (reader) {
            reader.subscribe(List.of(names.topic(Topics.FACTS)));
            while (!stopping) {
                round(reader);
            }
        } catch (WakeupException stopped) {
            LOG.debug("stopped while polling", stopped);
        }
    }

    private void round(KafkaConsumer<byte[], byte[]> reader) {
        try {
            ConsumerRecords<byte[], byte[]> messages = reader.poll(POLL);
            for (TopicPartition partition : messages.partitions()) {
                apply(reader, partition, messages.records(partition));
            }
        } catch (CommitFailedException lost) {
            LOG.warn("the partition went to another replica, which applies its facts again", lost);
        } catch (WakeupException stopped) {
            throw stopped;
        } catch (RuntimeException failure) {
            LOG.error("facts could not be read; trying again", failure);
            pause();
        }
    }

    private void apply(
            KafkaConsumer<byte[], byte[]> reader,
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> messages) {
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            if (stopping || !intake.take(message)) {
                reader.seek(partition, message.offset());
                commit(reader, partition, message.offset());
                pause();
                return;
            }
        }
        commit(reader, partition, messages.getLast().offset() + 1);
    }

    private static void commit(KafkaConsumer<byte[], byte[]> reader, TopicPartition partition, long next) {
        reader.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
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
