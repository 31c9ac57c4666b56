package dev.ingest.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.connector.ConfigText;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The control plane's REST, as anybody may call it. */
final class ControlPlane {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration CALL_MAX = Duration.ofMinutes(2);
    private static final String CONFIGURATION = "/api/v1/configuration";

    private final URI base;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build();

    private ControlPlane(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /** As the environment says: {@code INGEST_URL} and {@code INGEST_TOKEN}. */
    static ControlPlane of(Map<String, String> environment) {
        String url = required(environment, "INGEST_URL", "the scheduler's address, such as https://ingest.example");
        try {
            return new ControlPlane(
                    URI.create(url.replaceAll("/+$", "")),
                    required(environment, "INGEST_TOKEN", "a tenant-admin's token of the identity provider"));
        } catch (IllegalArgumentException invalid) {
            throw new Failure(
                    "INGEST_URL: '" + url + "' (expected an address such as https://ingest.example)", invalid);
        }
    }

    private static String required(Map<String, String> environment, String name, String expected) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new Failure(name + ": is not set (expected " + expected + ")"));
    }

    /** What is there: everything, or a kind, or one thing, as a document. */
    Map<String, @Nullable Object> document(String query) {
        return sent(request(CONFIGURATION + query).GET());
    }

    /** What a document would change. */
    Map<String, @Nullable Object> compared(Map<String, @Nullable Object> document) {
        return sent(posted("?dryRun=true", document));
    }

    /** Changes it, if it is as it was when it was compared. */
    Map<String, @Nullable Object> applied(Map<String, @Nullable Object> document, String tag) {
        return sent(posted("", document).header("If-Match", '"' + tag + '"'));
    }

    /** Which rights a destination grants. */
    Map<String, @Nullable Object> rights(String destination) {
        return sent(request("/api/v1/destinations/%s/check".formatted(URLEncoder.encode(destination, UTF_8)))
                .POST(BodyPublishers.noBody()));
    }

    private HttpRequest.Builder posted(String query, Map<String, @Nullable Object> document) {
        return request(CONFIGURATION + query)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.text(document)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(CALL_MAX)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token);
    }

    private Map<String, @Nullable Object> sent(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            Map<String, @Nullable Object> body = ConfigText.json(answer.body());
            if (answer.statusCode() != 200) {
                throw new Refusal(answer.statusCode(), String.valueOf(body.get("detail")));
            }
            return body;
        } catch (IllegalArgumentException foreign) {
            throw new Failure(base + " does not answer as a control plane: " + foreign.getMessage(), foreign);
        } catch (IOException away) {
            throw new Failure(
                    base + " does not answer: " + away.getClass().getSimpleName() + " " + away.getMessage(), away);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failure("stopped while waiting for " + base, stopped);
        }
    }

    /** What the control plane refuses, and why. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;
        private final String detail;

        Refusal(int status, String detail) {
            super(status + ": " + detail);
            this.status = status;
            this.detail = detail;
        }

        int status() {
            return status;
        }

        String detail() {
            return detail;
        }
    }
}
