package dev.ingest.path;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The product's topics as whoever runs it sees them: what is there, the same once more, and what is still to be done. */
public final class Log implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Admin admin;

    public Log(String bootstrap) {
        Map<String, Object> servers = Map.of("bootstrap.servers", bootstrap);
        consumer = new KafkaConsumer<>(servers, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        producer = new KafkaProducer<>(servers, new ByteArraySerializer(), new ByteArraySerializer());
        admin = Admin.create(servers);
    }

    /** Everything in a topic at this moment. */
    public List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        var all = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
            consumer.poll(Duration.ofMillis(100)).forEach(all::add);
        }
        return all;
    }

    static String key(ConsumerRecord<byte[], byte[]> message) {
        return message.key() == null ? "" : new String(message.key(), UTF_8);
    }

    public static String type(ConsumerRecord<byte[], byte[]> message) {
        var header = message.headers().lastHeader("ce_type");
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    /** Sends messages once more as they are, all at once. */
    void again(List<ConsumerRecord<byte[], byte[]>> messages) {
        messages.forEach(message -> {
            var ignored = producer.send(new ProducerRecord<>(
                    message.topic(), message.partition(), message.key(), message.value(), message.headers()));
        });
        producer.flush();
    }

    /** Whether a service has done all that is in a partition of its topic at this moment. */
    boolean isDone(String service, String topic, int partition) {
        var place = new TopicPartition(topic, partition);
        try {
            var committed = admin.listConsumerGroupOffsets(service)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(place);
            return committed != null
                    && committed.offset() >= consumer.endOffsets(List.of(place)).getOrDefault(place, Long.MAX_VALUE);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("Kafka does not say what is done", failure);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
        admin.close();
    }
}
