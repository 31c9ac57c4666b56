package dev.ingest.gateway.http;

import dev.ingest.contracts.Topics;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.EnvelopeHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is on the topics, from where it was opened on: what was acknowledged before a call is there when it is asked. */
final class Records implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;

    Records(String bootstrap, String prefix) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(prefix + Topics.RECORDS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** Every envelope up to the end as it is now. */
    List<Envelope> all() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        var found = new ArrayList<Envelope>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
                found.add(EnvelopeHeaders.read(
                        name -> Optional.ofNullable(message.headers().lastHeader(name))
                                .map(header -> header.value()),
                        message.value()));
            }
        }
        return found;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
