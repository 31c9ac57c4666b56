package dev.ingest.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.connector.ConfigText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calls about dead letters: {@code masking} reads tables and lists them, the control plane has them replayed. */
final class DeadLetterCalls {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration CALL_MAX = Duration.ofMinutes(2);
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final String control;
    private final String tables;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build();

    private DeadLetterCalls(String control, String tables, String token) {
        this.control = control;
        this.tables = tables;
        this.token = token;
    }

    /** As the environment says: {@code INGEST_URL}, {@code INGEST_TABLES_URL} (the same if it is not set) and {@code INGEST_TOKEN}. */
    static DeadLetterCalls of(Map<String, String> environment) {
        String control = required(environment, "INGEST_URL", "the scheduler's address, such as https://ingest.example");
        return new DeadLetterCalls(
                control,
                Optional.ofNullable(environment.get("INGEST_TABLES_URL")).orElse(control),
                required(environment, "INGEST_TOKEN", "a tenant-admin's token of the identity provider"));
    }

    private static String required(Map<String, String> environment, String name, String expected) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new Failure(name + ": is not set (expected " + expected + ")"));
    }

    /** A page of letters. */
    Map<String, @Nullable Object> letters(String query) {
        return sent(request(tables, "/api/v1/dead-letters" + query).GET());
    }

    Map<String, @Nullable Object> pipeline(String name) {
        return sent(request(control, "/api/v1/pipelines/" + name).GET());
    }

    /** @param table {@code namespace/name} */
    Map<String, @Nullable Object> replay(String table, Map<String, @Nullable Object> selection) {
        return sent(request(control, "/api/v1/tables/%s/dead-letters/replay".formatted(table))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.text(selection))));
    }

    private HttpRequest.Builder request(String base, String path) {
        try {
            return HttpRequest.newBuilder(URI.create(base.replaceAll("/+$", "") + path))
                    .timeout(CALL_MAX)
                    .header("Accept", "application/json")
                    .header("Authorization", "Bearer " + token);
        } catch (IllegalArgumentException invalid) {
            throw new Failure("'" + base + path + "' (expected an address such as https://ingest.example)", invalid);
        }
    }

    private Map<String, @Nullable Object> sent(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            Map<String, @Nullable Object> body = ConfigText.parse(new String(answer.body(), UTF_8));
            if (answer.statusCode() != OK && answer.statusCode() != ACCEPTED) {
                throw new Failure("%s %s: %d %s"
                        .formatted(
                                request.method(),
                                request.uri().getPath(),
                                answer.statusCode(),
                                body.getOrDefault("detail", "")));
            }
            return body;
        } catch (IllegalArgumentException foreign) {
            throw new Failure(request.uri() + " does not answer as it should: " + foreign.getMessage(), foreign);
        } catch (IOException away) {
            throw new Failure(
                    request.uri() + " does not answer: " + away.getClass().getSimpleName(), away);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failure("stopped while waiting for " + request.uri(), stopped);
        }
    }
}
