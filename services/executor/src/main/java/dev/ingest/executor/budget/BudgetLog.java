package dev.ingest.executor.budget;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.Topics;
import dev.ingest.contracts.event.BudgetSpent;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.platform.kafka.KafkaClients;
import dev.ingest.platform.kafka.TopicNames;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The topic of budgets, read from where it was read last. Not thread-safe. */
@Singleton
class BudgetLog {
    private static final Logger LOG = Logger.getLogger(BudgetLog.class);

    /** Longest wait for messages that Kafka says are there. */
    private static final Duration FETCH_MAX = Duration.ofSeconds(10);

    private final KafkaClients clients;
    private final TopicNames names;
    private final EventCodec codec;
    private final EventPublisher events;
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private List<TopicPartition> partitions = List.of();

    BudgetLog(KafkaClients clients, TopicNames names, EventCodec codec, EventPublisher events) {
        this.clients = clients;
        this.names = names;
        this.codec = codec;
        this.events = events;
    }

    /**
     * A message.
     *
     * @param offset grows with each message of a key
     */
    record Told(String key, long offset, BudgetSpent budget) {}

    /** Takes messages in the order of each key. */
    interface Reader {
        void take(Told told);
    }

    /** Reads what was told since the last time. */
    void read(Reader reader) {
        KafkaConsumer<byte[], byte[]> open = open();
        Map<TopicPartition, Long> ends = open.endOffsets(partitions);
        while (isBefore(open, ends)) {
            var polled = open.poll(FETCH_MAX);
            if (polled.isEmpty() && isBefore(open, ends)) {
                throw new IllegalStateException(
                        "%s: nothing read in %s".formatted(names.topic(Topics.BUDGETS), FETCH_MAX));
            }
            polled.forEach(message -> decoded(message).ifPresent(reader::take));
        }
    }

    private boolean isBefore(KafkaConsumer<byte[], byte[]> open, Map<TopicPartition, Long> ends) {
        return partitions.stream().anyMatch(each -> open.position(each) < ends.getOrDefault(each, 0L));
    }

    private KafkaConsumer<byte[], byte[]> open() {
        KafkaConsumer<byte[], byte[]> open = consumer;
        if (open == null) {
            open = clients.consumer("executor.budgets", "earliest");
            consumer = open;
        }
        if (partitions.isEmpty()) {
            String topic = names.topic(Topics.BUDGETS);
            partitions = open.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            open.assign(partitions);
            open.seekToBeginning(partitions);
        }
        return open;
    }

    private Optional<Told> decoded(ConsumerRecord<byte[], byte[]> message) {
        try {
            return Optional.of(new Told(
                    new String(message.key(), UTF_8),
                    message.offset(),
                    codec.decode(BudgetSpent.class, message.value())));
        } catch (IllegalArgumentException malformed) {
            LOG.warnf("budget skipped: offset=%d cause=%s", message.offset(), malformed.getMessage());
            return Optional.empty();
        }
    }

    /** Tells a budget, and waits until it is durable; tells its offset. */
    long tell(BudgetSpent budget) {
        try {
            return events.budget(budget).toCompletableFuture().join().offset();
        } catch (CompletionException failure) {
            throw new IllegalStateException("budget of %s was not acknowledged".formatted(budget.key()), failure);
        }
    }

    @PreDestroy
    void close() {
        if (consumer != null) {
            consumer.close();
        }
    }
}
