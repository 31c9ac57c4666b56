package dev.ingest.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.local.stack.Port;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The example requests of the two push APIs' own documents, byte for byte. */
final class Pushes {
    private final Surroundings here;
    private final String tenant;

    Pushes(Surroundings here, String tenant) {
        this.here = here;
        this.tenant = tenant;
    }

    void send() throws InterruptedException {
        Rest admin = here.as("tenant-admin@" + tenant, Port.SCHEDULER);
        var _ = admin.put("/api/v1/sources/transactions_stream", transactions());
        var _ = admin.put("/api/v1/sources/clickstream_events", clicks());
        JsonNode queryLogToken = admin.post(
                        "/api/v1/tokens", "{\"name\": \"demo-queries\", \"role\": \"query-log\"}", Set.of(201))
                .body();

        Rest producer = here.as("producer@" + tenant, Port.GATEWAY);
        for (String example : List.of("transactions.json", "two-sources.json", "dry-run.json")) {
            Rest.Answer answer = producer.post("/api/v1/ingest", body(example), Set.of(200));
            here.say("    %-18s %s"
                    .formatted(example, answer.body().path("status").asText()));
        }
        var _ = producer.postWith(
                "X-Ryft-Token", queryLogToken.get("token").asText(), "/ingest/push/queries", body("query.json"));
        here.say("    %-18s %s".formatted("query.json", "accepted"));
        // Nobody else knows it, so it need not outlive this.
        admin.delete("/api/v1/tokens/" + queryLogToken.get("id").asText());
    }

    private static Map<String, Object> transactions() {
        return Map.of(
                "namespace", "events",
                "columns",
                        List.of(
                                column("timestamp", "timestamptz", true),
                                column("user_id", "string", true),
                                column("amount", "double", true),
                                column("merchant_category", "string", false)),
                "key", List.of("user_id", "timestamp"));
    }

    private static Map<String, Object> clicks() {
        return Map.of(
                "namespace", "events",
                "columns",
                        List.of(
                                column("timestamp", "timestamptz", true),
                                column("session_id", "string", true),
                                column("page", "string", false),
                                column("duration_ms", "long", false)),
                "key", List.of("session_id", "timestamp"));
    }

    private static Map<String, Object> column(String name, String type, boolean required) {
        return Map.of("name", name, "type", type, "required", required);
    }

    static String body(String resource) {
        try (InputStream in = Objects.requireNonNull(Pushes.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
