package dev.ingest.platform.kafka;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.ingest.platform.json.JsonDialect;
import dev.ingest.platform.trace.Traces;
import dev.ingest.testkit.LocalStack;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/** The beans of this package on the real Kafka of the local stack, with topics of their own. */
public final class KafkaFixture implements AutoCloseable {
    public final TopicNames names;
    public final KafkaClients clients;
    public final EventCodec codec;
    public final EventPublisher events;
    public final Admin admin;
    public final MeterRegistry registry = new SimpleMeterRegistry();

    public KafkaFixture(String name) {
        LocalStack stack = LocalStack.shared();
        KafkaSettings settings = new Settings(stack.kafkaBootstrap(), Optional.of(stack.topics(name)));
        ObjectMapper json = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .build();
        new JsonDialect().customize(json);
        names = new TopicNames(settings);
        clients = new KafkaClients(settings, names);
        codec = new EventCodec(json);
        events = new EventPublisher(clients, settings, codec, names, registry, Traces.off(), name);
        admin = clients.admin();
    }

    private record Settings(String bootstrapServers, Optional<String> topicPrefix) implements KafkaSettings {
        @Override
        public Map<String, String> properties() {
            return Map.of();
        }

        @Override
        public Duration deliveryTimeout() {
            return Duration.ofSeconds(30);
        }

        @Override
        public long bufferBytes() {
            return 32 << 20;
        }

        @Override
        public Duration wakeupWindow() {
            return Duration.ofMillis(200);
        }
    }

    @Override
    public void close() {
        events.close();
        clients.close(admin);
    }
}
