package dev.ingest.scheduler.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.ingest.testkit.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.ConfigProvider;

/** Calls the service with somebody's token. */
public final class Api {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CALL_MAX = Duration.ofSeconds(30);
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private final Optional<String> token;

    private Api(Optional<String> token) {
        this.token = token;
    }

    /** As that client of the identity provider, for example {@code tenant-admin@demo}. */
    public static Api as(String client) {
        return withToken(TOKENS.computeIfAbsent(client, LocalStack.shared()::token));
    }

    /** With that very token. */
    public static Api withToken(String token) {
        return new Api(Optional.of(token));
    }

    /** Without one. */
    public static Api anonymous() {
        return new Api(Optional.empty());
    }

    /** Creates a tenant. */
    public static void tenant(String id) {
        Answer created = as("operator").post("/api/v1/tenants", "{\"id\": \"%s\", \"name\": \"Test\"}".formatted(id));
        if (created.status() != 201) {
            throw new IllegalStateException(created.toString());
        }
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer getUnless(String path, String etag) {
        return send(request(path).header("If-None-Match", etag).GET());
    }

    /** In that media type. */
    public Answer getAs(String path, String type) {
        return send(request(path).header("Accept", type).GET());
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer post(String path, String json) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    public Answer put(String path, String json) {
        return send(request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json)));
    }

    public Answer patch(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(json)));
    }

    /** Without following where it leads to. */
    public Optional<String> location(String path) {
        try {
            return HTTP.send(request(path).GET().build(), BodyHandlers.discarding())
                    .headers()
                    .firstValue("Location");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public Answer putIf(String path, String etag, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("If-Match", etag)
                .PUT(BodyPublishers.ofString(json)));
    }

    public Answer postIf(String path, String etag, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("If-Match", '"' + etag + '"')
                .POST(BodyPublishers.ofString(json)));
    }

    /** A post that may be repeated under that key. */
    public Answer postOnce(String path, String key) {
        return send(request(path).header("Idempotency-Key", key).POST(BodyPublishers.noBody()));
    }

    /** The same with a body. */
    public Answer postOnce(String path, String key, String json) {
        return send(request(path)
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    public Answer putYaml(String path, String yaml) {
        return send(request(path).header("Content-Type", "application/yaml").PUT(BodyPublishers.ofString(yaml)));
    }

    private HttpRequest.Builder request(String path) {
        String base = ConfigProvider.getConfig().getValue("test.url", String.class);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(CALL_MAX);
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return request;
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(
                    response.statusCode(),
                    type.replaceAll(";.*", ""),
                    response.headers().firstValue("ETag"),
                    response.headers().firstValue("Link").map(link -> link.replaceAll("<([^>]*)>; rel=\"next\"", "$1")),
                    response.body(),
                    type.contains("json") ? parse(response.body()) : MissingNode.getInstance());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }
}
