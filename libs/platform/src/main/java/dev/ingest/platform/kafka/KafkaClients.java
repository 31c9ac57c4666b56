package dev.ingest.platform.kafka;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes Kafka clients with the settings that our guarantees rest on. Whoever makes one closes it. */
@Singleton
public final class KafkaClients {
    /** Compressed, as the broker has them. A batch that is larger comes whole. */
    private static final int FETCH_BYTES_MAX = 512 * 1024;

    /**
     * A poll unpacks what was fetched, which is many times as much, and has no limit in bytes: so it takes few messages at once (of
     * at most 1 MiB each, as brokers have it), and whoever wants more polls again. Nothing is fetched for that.
     */
    private static final int POLL_RECORDS_MAX = 16;

    /** After this a consumer that died is given up, and its partitions of wakeups and facts go to the next one. */
    private static final int SESSION_MILLIS = 8_000;

    /** A consumer closes only after the fetch under way, which waits this long at the end of the log: so does every drain's end. */
    private static final int FETCH_WAIT_MILLIS = 100;

    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(2);

    private final KafkaSettings settings;
    private final TopicNames names;

    KafkaClients(KafkaSettings settings, TopicNames names) {
        this.settings = settings;
        this.names = names;
    }

    /**
     * A consumer that never commits by itself and never guesses where to start.
     *
     * @param group the group whose offsets it commits
     */
    public KafkaConsumer<byte[], byte[]> consumer(String group) {
        return consumer(group, "none");
    }

    /**
     * A consumer that never commits by itself.
     *
     * @param group the group whose offsets it commits
     * @param offsetReset where to start without an offset: {@code none} fails, {@code earliest}, {@code latest}
     */
    public KafkaConsumer<byte[], byte[]> consumer(String group, String offsetReset) {
        return consumer(group, offsetReset, POLL_RECORDS_MAX);
    }

    /**
     * A consumer that never commits by itself, for whoever takes long with a message, or has small ones.
     *
     * @param group the group whose offsets it commits
     * @param offsetReset where to start without an offset: {@code none} fails, {@code earliest}, {@code latest}
     * @param pollRecordsMax how many messages it takes at once at most
     */
    public KafkaConsumer<byte[], byte[]> consumer(String group, String offsetReset, int pollRecordsMax) {
        Map<String, Object> properties = common();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, names.group(group));
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, offsetReset);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES_MAX);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, pollRecordsMax);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MILLIS / 4);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A producer whose acknowledgement means that every in-sync replica has the record, once. */
    KafkaProducer<byte[], byte[]> producer() {
        int deliveryMillis = Math.toIntExact(settings.deliveryTimeout().toMillis());
        Map<String, Object> properties = common();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, settings.bufferBytes());
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, deliveryMillis);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1000, deliveryMillis / 2));
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.max(2000, deliveryMillis));
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The process's one admin client; connects when it is first used. */
    @Produces
    @Singleton
    Admin admin() {
        Map<String, Object> properties = common();
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
        return Admin.create(properties);
    }

    void close(@Disposes Admin admin) {
        admin.close(CLOSE_WAIT_MAX);
    }

    private Map<String, Object> common() {
        Map<String, Object> properties = new HashMap<>(settings.properties());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        return properties;
    }
}
