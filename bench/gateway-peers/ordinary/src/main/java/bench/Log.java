package bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Kafka, with the producer settings that the gateway has. */
@Singleton
class Log {
    private final KafkaProducer<String, String> producer;

    Log(@ConfigProperty(name = "kafka.bootstrap.servers") String servers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "acks", "all", "enable.idempotence", true,
                        "compression.type", "lz4", "linger.ms", 2, "buffer.memory", 33554432L),
                new StringSerializer(), new StringSerializer());
    }

    /** One message with a line for each record. */
    CompletableFuture<?> send(String source, List<String> records) {
        var message = new ProducerRecord<>("bench.ordinary", "bench/" + source, String.join("\n", records) + "\n");
        message.headers().add("ingest_table", ("bench." + source).getBytes(UTF_8));
        message.headers().add("ingest_records", Integer.toString(records.size()).getBytes(UTF_8));
        var result = new CompletableFuture<Void>();
        producer.send(message, (sent, failure) -> {
            if (failure == null) {
                result.complete(null);
            } else {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    @PreDestroy
    void close() {
        producer.close();
    }
}
