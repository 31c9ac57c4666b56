package dev.ingest.path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.testkit.LocalStack;
import dev.ingest.testkit.aws.AwsStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The product as its users see it: REST calls with a token. */
public final class Product {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CONNECTORS = Path.of("../../connectors");
    private static final Set<String> ENDED = Set.of("succeeded", "partly_failed", "failed");

    /** Generous: it only decides how long a defect takes to show. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    final LocalStack stack;
    private final HttpClient http = HttpClient.newHttpClient();

    private Product(LocalStack stack) {
        this.stack = stack;
    }

    /** The one product of this test run: it takes half a minute to start, and ends with this JVM. */
    public static Product shared() {
        return Shared.PRODUCT;
    }

    /** The parts that the services run on. */
    public LocalStack stack() {
        return stack;
    }

    private static final class Shared {
        private static final Collector COLLECTOR = Collector.start();
        private static final Aws AWS = Aws.start();
        private static final Product PRODUCT = new Product(LocalStack.withServicesAndKafkaApart(variables()));

        private static Map<String, String> variables() {
            var variables = new java.util.HashMap<>(AWS.variables());
            variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", COLLECTOR.url());
            return variables;
        }
    }

    /** Whom its services take for AWS. */
    static AwsStandIn aws() {
        return Shared.AWS.standIn();
    }

    /** Where its services send their traces. */
    static Collector collector() {
        return Shared.COLLECTOR;
    }

    /** An answer: its status and its body. */
    record Answer(int status, String text) {
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException malformed) {
                throw new UncheckedIOException("no JSON: " + text, malformed);
            }
        }

        Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError("status %d (expected: %d): %s".formatted(status, expected, text));
            }
            return this;
        }
    }

    String url(String service) {
        String name = "INGEST_" + service.toUpperCase(java.util.Locale.ROOT).replace('-', '_') + "_URL";
        return java.util.Objects.requireNonNull(stack.environment().get(name), name);
    }

    Answer call(String method, String service, String path, String token, String type, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url(service) + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", token)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return send(request);
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(request.uri().toString(), failure);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    /** Posts to the query-log intake. */
    Answer queries(String token, String body) {
        return send(HttpRequest.newBuilder(URI.create(url("gateway") + "/ingest/push/queries"))
                .timeout(Duration.ofSeconds(60))
                .header("X-Ryft-Token", token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private String bearer(String client) {
        return "Bearer " + stack.token(client);
    }

    Answer get(String service, String path, String client) {
        return call("GET", service, path, bearer(client), "application/json", "");
    }

    Answer put(String path, String client, String body) {
        return call("PUT", "scheduler", path, bearer(client), "application/json", body);
    }

    Answer post(String service, String path, String client, String body) {
        return call("POST", service, path, bearer(client), "application/json", body);
    }

    static String json(Map<String, ?> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A new tenant that can pull from the sample API into namespace {@code shop}. */
    void tenantWithShop(String tenant) {
        post("scheduler", "/api/v1/tenants", "operator", json(Map.of("id", tenant, "name", tenant)))
                .expect(201);
        allow(tenant, stack.sampleApi());
        String admin = "tenant-admin@" + tenant;
        put(
                        "/api/v1/credentials/shop",
                        admin,
                        json(Map.of("values", Map.of("client_id", "demo", "client_secret", stack.sampleApiSecret()))))
                .expect(200);
        Answer connector = call(
                "PUT",
                "scheduler",
                "/api/v1/connectors/orders",
                bearer(admin),
                "application/yaml",
                read(CONNECTORS.resolve("orders.yaml")));
        connector.expect(201);
    }

    /** Lets a tenant's manifests reach addresses of this machine: exactly these. */
    void allow(String tenant, String... urls) {
        var addresses = java.util.Arrays.stream(urls)
                .map(url -> URI.create(url).getAuthority())
                .toList();
        put("/api/v1/tenants/" + tenant + "/egress", "operator", json(Map.of("allowed", addresses)))
                .expect(200);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A pipeline of the shop's streams, without a schedule. */
    Answer pipeline(String tenant, String name, String... streams) {
        var enabled = java.util.Arrays.stream(streams)
                .map(stream -> Map.of("name", stream))
                .toList();
        return put(
                "/api/v1/pipelines/" + name,
                "tenant-admin@" + tenant,
                json(Map.of(
                        "connector", "orders",
                        "credential", "shop",
                        "namespace", "shop",
                        "config", Map.of("base_url", stack.sampleApi(), "start_date", "2020-01-01T00:00:00Z"),
                        "streams", enabled,
                        "schedule", "manual")));
    }

    /** Starts a run; returns its id. */
    String start(String tenant, String pipeline) {
        return post("scheduler", "/api/v1/pipelines/" + pipeline + "/runs", "tenant-admin@" + tenant, "")
                .expect(202)
                .json()
                .get("id")
                .asText();
    }

    JsonNode run(String tenant, String id) {
        return get("scheduler", "/api/v1/runs/" + id, "tenant-admin@" + tenant)
                .expect(200)
                .json();
    }

    /** Waits until a run has ended; returns it. */
    JsonNode finish(String tenant, String id) {
        await("run " + id + " ends", () -> {
            try {
                return ENDED.contains(run(tenant, id).get("status").asText());
            } catch (UncheckedIOException | AssertionError away) {
                return false; // the scheduler may be down at this moment: that is the point of some tests
            }
        });
        return run(tenant, id);
    }

    /** Rows of a table as read back from Iceberg; 0 while there is none. */
    long rows(String tenant, String table) {
        for (JsonNode row : get("masking", "/api/v1/tables", "tenant-admin@" + tenant)
                .expect(200)
                .json()) {
            if (table.equals(
                    row.get("namespace").asText() + "." + row.get("table").asText())) {
                return row.path("rows").asLong();
            }
        }
        return 0;
    }

    /** What the sample API holds, by its own word. */
    JsonNode truth() {
        return send(HttpRequest.newBuilder(URI.create(stack.sampleApi() + "/admin/counts"))
                        .build())
                .expect(200)
                .json();
    }

    /** Tells the sample API to change rows, or its mood. */
    void sampleApi(String command, String body) {
        send(HttpRequest.newBuilder(URI.create(stack.sampleApi() + "/admin/" + command))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build())
                .expect(200);
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("%s: not within %s".formatted(what, PATIENCE));
            }
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(100).toNanos());
        }
    }
}
