package dev.ingest.scheduler.stack;

import dev.ingest.contracts.Topics;
import dev.ingest.contracts.event.DrainPartition;
import dev.ingest.contracts.event.Fact;
import dev.ingest.contracts.event.ReplayDeadLetters;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.contracts.event.StreamCompleted;
import dev.ingest.contracts.event.UsageBilled;
import dev.ingest.contracts.event.UsageRecorded;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.platform.kafka.KafkaClients;
import dev.ingest.platform.kafka.TopicNames;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What is on Kafka. */
@Singleton
public class Log {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaClients clients;
    private final TopicNames names;
    private final EventCodec codec;
    private final EventPublisher publisher;

    Log(KafkaClients clients, TopicNames names, EventCodec codec, EventPublisher publisher) {
        this.clients = clients;
        this.names = names;
        this.codec = codec;
        this.publisher = publisher;
    }

    /** Tells facts, in order. */
    public void tell(Fact... facts) {
        for (Fact fact : facts) {
            var ignored = publisher.fact(fact).toCompletableFuture().join();
        }
    }

    /** Tells usage, in order. */
    public void use(UsageRecorded... usages) {
        for (UsageRecorded usage : usages) {
            var ignored = publisher.usage(usage).toCompletableFuture().join();
        }
    }

    /** What was billed to a tenant so far. */
    public List<UsageBilled> billed(String tenant) {
        return read(Topics.BILLING, message -> Stream.of(codec.decode(UsageBilled.class, message.value()))).stream()
                .filter(billed -> billed.tenant().equals(tenant))
                .toList();
    }

    /** The requests of a tenant so far, in the order of their partition. */
    public List<SliceRequested> requests(String tenant) {
        return read(Topics.REQUESTS, message -> Stream.of(codec.decode(SliceRequested.class, message.value()))).stream()
                .filter(request -> request.tenant().equals(tenant))
                .toList();
    }

    /** The requests of a tenant, once there are that many. */
    public List<SliceRequested> requests(String tenant, int count) {
        return Eventually.when(() -> requests(tenant), found -> found.size() >= count);
    }

    /** The requests of a run. */
    public List<SliceRequested> requestsOf(String tenant, String run) {
        return requests(tenant).stream()
                .filter(request -> request.run().equals(run))
                .toList();
    }

    /** The keys of the requests for upkeep so far. */
    public List<String> upkeeps() {
        return read(
                Topics.RECORDS,
                message -> codec.marker(message).stream()
                        .filter(dev.ingest.contracts.event.DoUpkeep.class::isInstance)
                        .map(marker -> new String(message.key(), java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** The keys of the replay markers on the records so far. */
    public List<String> replays() {
        return read(
                Topics.RECORDS,
                message -> codec.marker(message).stream()
                        .filter(ReplayDeadLetters.class::isInstance)
                        .map(marker -> new String(message.key(), java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** The replay markers of a tenant so far. */
    public List<ReplayDeadLetters> replaysOf(String tenant) {
        return read(
                Topics.RECORDS,
                message -> codec.marker(message).stream()
                        .filter(marker -> new String(message.key(), java.nio.charset.StandardCharsets.UTF_8)
                                .startsWith(tenant + "/"))
                        .filter(ReplayDeadLetters.class::isInstance)
                        .map(ReplayDeadLetters.class::cast));
    }

    /** What the writer was told of a tenant's full refreshes so far. */
    public List<StreamCompleted> markers(String tenant) {
        return read(
                Topics.RECORDS,
                message -> codec.marker(message).stream()
                        .filter(marker -> new String(message.key(), java.nio.charset.StandardCharsets.UTF_8)
                                .startsWith(tenant + "/"))
                        .filter(StreamCompleted.class::isInstance)
                        .map(StreamCompleted.class::cast));
    }

    /** The wakeups on a topic so far, with the partition each is on. */
    public List<Map.Entry<Integer, DrainPartition>> wakeups(String topic) {
        return read(
                topic,
                message ->
                        Stream.of(Map.entry(message.partition(), codec.decode(DrainPartition.class, message.value()))));
    }

    /** Whether a wakeup like this is there by and by. */
    public void awaitWakeup(String topic, Predicate<Map.Entry<Integer, DrainPartition>> like) {
        var ignored =
                Eventually.when(() -> wakeups(topic), found -> found.stream().anyMatch(like));
    }

    /** The executor has read every request so far. */
    public void executed() {
        done(Topics.REQUESTS, "executor");
    }

    /** The writer has written every record so far. */
    public void written() {
        done(Topics.RECORDS, "writer");
    }

    private void done(String topic, String group) {
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer(group, "earliest")) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
            consumer.endOffsets(partitions)
                    .forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end)));
            consumer.commitSync(ends);
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(names.topic(topic)).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private <T> List<T> read(String topic, Function<ConsumerRecord<byte[], byte[]>, Stream<T>> decode) {
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("test", "earliest")) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<T> found = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(message -> decode.apply(message).forEach(found::add));
            }
            return found;
        }
    }
}
