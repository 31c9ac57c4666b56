package dev.ingest.writer.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.Topics;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.platform.kafka.KafkaSettings;
import dev.ingest.platform.kafka.TopicNames;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages that cannot become rows on {@code ingest.parked}, so that they stop nobody and are not lost: key, value and
 * headers as they were, and headers that say why and where they were. A crash may park a message twice; its place tells.
 */
@Singleton
public final class Parking {
    /** Why it is parked. */
    public static final String REASON = "ingest_parked_reason";

    /** Where it was: {@code <topic id>:<partition>@<offset>}. */
    public static final String PLACE = "ingest_parked_from";

    /** Most characters of a reason: headers count towards the size of a message. */
    private static final int REASON_LENGTH_MAX = 1000;

    private final KafkaSettings settings;
    private final TopicNames names;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    Parking(KafkaSettings settings, TopicNames names) {
        this.settings = settings;
        this.names = names;
    }

    /** Completes when every in-sync replica has the message. */
    public CompletableFuture<@Nullable Void> park(
            SourcePartition source, ConsumerRecord<byte[], byte[]> message, String reason) {
        var parked = new ProducerRecord<>(names.topic(Topics.PARKED), message.key(), message.value());
        message.headers().forEach(parked.headers()::add);
        parked.headers().add(REASON, shortened(reason).getBytes(UTF_8));
        parked.headers().add(PLACE, place(source, message).getBytes(UTF_8));
        var result = new CompletableFuture<@Nullable Void>();
        try {
            var ignored = producer().send(parked, (sent, failure) -> {
                if (failure == null) {
                    result.complete(null);
                } else {
                    result.completeExceptionally(failure);
                }
            });
        } catch (KafkaException | IllegalStateException refused) {
            result.completeExceptionally(refused);
        }
        return result;
    }

    /** Where a message is, in one word. */
    public static String place(SourcePartition source, ConsumerRecord<byte[], byte[]> message) {
        return "%s:%d@%d".formatted(source.topicId(), source.partition(), message.offset());
    }

    private static String shortened(String reason) {
        return reason.length() <= REASON_LENGTH_MAX ? reason : reason.substring(0, REASON_LENGTH_MAX);
    }

    /** Made when first needed: most writers never park anything. */
    private synchronized KafkaProducer<byte[], byte[]> producer() {
        if (producer == null) {
            int deliveryMillis = Math.toIntExact(settings.deliveryTimeout().toMillis());
            Map<String, Object> properties = new HashMap<>(settings.properties());
            properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
            properties.put(ProducerConfig.ACKS_CONFIG, "all");
            properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
            properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
            properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, deliveryMillis);
            properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1000, deliveryMillis / 2));
            properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.max(2000, deliveryMillis));
            producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close();
        }
    }
}
