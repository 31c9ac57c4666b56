package dev.ingest.writer.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.Topics;
import dev.ingest.contracts.event.Fact;
import dev.ingest.contracts.event.UsageRecorded;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.platform.kafka.KafkaClients;
import dev.ingest.platform.kafka.TopicNames;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The topics, from outside. */
@Singleton
public final class Log {
    private static final Duration POLL = Duration.ofSeconds(10);

    private final KafkaClients clients;
    private final TopicNames names;
    private final EventCodec codec;
    private final Admin admin;
    private final String bootstrapServers;

    Log(
            KafkaClients clients,
            TopicNames names,
            EventCodec codec,
            Admin admin,
            @ConfigProperty(name = "ingest.kafka.bootstrap-servers") String bootstrapServers) {
        this.clients = clients;
        this.names = names;
        this.codec = codec;
        this.admin = admin;
        this.bootstrapServers = bootstrapServers;
    }

    /** Facts of one kind about one tenant, oldest first of each partition. */
    public <F extends Fact> List<F> facts(String tenant, Class<F> kind) {
        return all(Topics.FACTS).stream()
                .flatMap(message -> codec.fact(message).stream())
                .filter(fact -> fact.tenant().equals(tenant))
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Usage of one tenant. */
    public List<UsageRecorded> usage(String tenant) {
        return all(Topics.USAGE).stream()
                .map(message -> codec.decode(UsageRecorded.class, message.value()))
                .filter(usage -> usage.tenant().equals(tenant))
                .toList();
    }

    /** What is parked under a key. */
    public List<ConsumerRecord<byte[], byte[]>> parked(String key) {
        return all(Topics.PARKED).stream()
                .filter(message -> message.key() != null && new String(message.key(), UTF_8).equals(key))
                .toList();
    }

    /** Everything on a topic. */
    public List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("test")) {
            List<TopicPartition> partitions = consumer.partitionsFor(names.topic(topic)).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                consumer.poll(POLL).forEach(messages::add);
            }
            return messages;
        }
    }

    /** Sends bytes as they are; answers the partition. */
    public int send(String topic, byte[] key, byte[] value, Map<String, String> headers) {
        Map<String, Object> properties = Map.of("bootstrap.servers", bootstrapServers);
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            var message = new ProducerRecord<>(names.topic(topic), key, value);
            headers.forEach((name, text) -> message.headers().add(name, text.getBytes(UTF_8)));
            return producer.send(message).get().partition();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sets the group of the writer back to the start of a partition, as a crash before its last step would. */
    public void forgetProgress(int partition) {
        var source = new TopicPartition(names.topic(Topics.RECORDS), partition);
        try {
            admin.alterConsumerGroupOffsets(names.group("writer"), Map.of(source, new OffsetAndMetadata(0)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
