package dev.ingest.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.EnvelopeHeaders;
import dev.ingest.contracts.record.Operation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sources, their records mixed on Kafka, and how many of them are rows. Against a running stack, of which the writer sleeps. */
final class Fill {
    private static final int BASE = Integer.parseInt(System.getenv().getOrDefault("INGEST_PORT_BASE", "7000"));
    private static final String TENANT = "many";
    private static final int ROWS_PER_MESSAGE = Integer.parseInt(System.getenv().getOrDefault("PER_MESSAGE", "200"));
    private static final String MORE = " and more".repeat(Integer.parseInt(System.getenv().getOrDefault("MORE", "0")));
    private static final Pattern ROWS = Pattern.compile("\"rows\":(\\d+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Fill() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "sources" -> sources(Integer.parseInt(arguments[1]));
            case "records" -> records(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            case "await" -> await(Long.parseLong(arguments[1]) * Integer.parseInt(arguments[2]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void sources(int tables) throws Exception {
        call("POST", 81, "/api/v1/tenants", "INGEST_OPERATOR", "{\"id\": \"%s\", \"name\": \"bench\"}".formatted(TENANT));
        for (int table = 0; table < tables; table++) {
            call("PUT", 81, "/api/v1/sources/t" + table, "INGEST_ADMIN", """
                    {"namespace": "many", "columns": [{"name": "id", "type": "long"}, {"name": "customer", "type": "string"},
                     {"name": "status", "type": "string"}, {"name": "price", "type": "decimal(12,2)"},
                     {"name": "quantity", "type": "long"}, {"name": "note", "type": "string"}]}""");
        }
    }

    private static void records(int tables, int rows) throws Exception {
        long started = System.nanoTime();
        long bytes = 0;
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", "127.0.0.1:" + (BASE + 92), "compression.type", "lz4", "linger.ms", "20", "acks", "all");
        try (var kafka = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int page = 0; page < rows / ROWS_PER_MESSAGE; page++) {
                for (int table = 0; table < tables; table++) {
                    byte[] body = body(table, page);
                    bytes += body.length;
                    kafka.send(message(table, body));
                }
            }
        }
        System.out.printf(
                "%d records, %d MB, on Kafka in %d s%n",
                (long) tables * rows, bytes >> 20, (System.nanoTime() - started) / 1_000_000_000);
    }

    private static byte[] body(int table, int page) {
        var body = new StringBuilder();
        for (int row = 0; row < ROWS_PER_MESSAGE; row++) {
            int id = page * ROWS_PER_MESSAGE + row;
            body.append("{\"id\":%d,\"customer\":\"customer-%d\",\"status\":\"%s\",\"price\":%d.%02d,\"quantity\":%d,\"note\":\"note %d of table %d%s\",\"timestamp\":\"2026-01-01T00:00:%02dZ\"}\n"
                    .formatted(id, id * 7919 % 5000, id % 3 == 0 ? "paid" : "open", id, id % 100, id % 9, id, table, MORE, id % 60));
        }
        return body.toString().getBytes(UTF_8);
    }

    private static ProducerRecord<byte[], byte[]> message(int table, byte[] body) {
        var envelope = new Envelope(
                TENANT, new TableRef("many", "t" + table), "t" + table, Operation.UPSERT, Optional.empty(), ROWS_PER_MESSAGE, body);
        var message = new ProducerRecord<>("ingest.records", envelope.key().getBytes(UTF_8), body);
        EnvelopeHeaders.of(envelope).forEach((name, text) -> message.headers().add(name, text.getBytes(UTF_8)));
        return message;
    }

    /** Looks every few seconds how many rows a reader gets. */
    private static void await(long rows) throws Exception {
        long started = System.nanoTime();
        long found = 0;
        while (found < rows) {
            Thread.sleep(5000);
            Matcher counts = ROWS.matcher(call("GET", 84, "/api/v1/tables", "INGEST_ADMIN", ""));
            found = 0;
            while (counts.find()) {
                found += Long.parseLong(counts.group(1));
            }
        }
        System.out.printf("%d rows readable after %d s%n", found, (System.nanoTime() - started) / 1_000_000_000);
    }

    private static String call(String method, int port, String path, String token, String body) throws Exception {
        var answer = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (BASE + port) + path))
                        .header("Authorization", "Bearer " + System.getenv(token))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() >= 300 && answer.statusCode() != 409) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
