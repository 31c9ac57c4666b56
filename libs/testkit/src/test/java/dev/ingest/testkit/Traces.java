package dev.ingest.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Leaves something in each part, and finds it again. */
final class Traces {
    private static final Duration POLL_MAX = Duration.ofSeconds(20);

    private final LocalStack stack;

    Traces(LocalStack stack) {
        this.stack = stack;
    }

    void leave() throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.kafkaBootstrap(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            var _ = producer.send(new ProducerRecord<>("ingest.facts", 0, "key", "a message"))
                    .get();
        }
        try (Connection connection = control();
                var statement = connection.createStatement()) {
            statement.execute("create table traces (text text); insert into traces values ('a row')");
        }
        try (S3Client s3 = s3(stack.s3())) {
            var _ = s3.putObject(put -> put.bucket("warehouse").key("traces/one"), RequestBody.fromString("an object"));
        }
    }

    List<String> found() throws SQLException {
        return List.of(message(), row(), object());
    }

    private String message() {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", stack.kafkaBootstrap(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition("ingest.facts", 0)));
            return consumer.poll(POLL_MAX).iterator().next().value();
        }
    }

    private String row() throws SQLException {
        try (Connection connection = control();
                ResultSet rows = connection.createStatement().executeQuery("select text from traces")) {
            return rows.next() ? rows.getString(1) : "no row";
        }
    }

    private String object() {
        try (S3Client s3 = s3(stack.s3())) {
            return s3.getObjectAsBytes(get -> get.bucket("warehouse").key("traces/one"))
                    .asString(UTF_8);
        }
    }

    private Connection control() throws SQLException {
        Map<String, String> environment = stack.environment();
        return DriverManager.getConnection(
                environment.get("INGEST_CONTROL_JDBC_URL"),
                environment.get("INGEST_CONTROL_OWNER_USER"),
                environment.get("INGEST_CONTROL_OWNER_PASSWORD"));
    }

    static S3Client s3(ObjectStore store) {
        return S3Client.builder()
                .endpointOverride(URI.create(store.endpoint()))
                .region(Region.of(store.region()))
                .forcePathStyle(true)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(store.accessKey(), store.secretKey())))
                .build();
    }
}
