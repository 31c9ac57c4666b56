package dev.ingest.browser;

import dev.ingest.testkit.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** The running product, and what has to be there before somebody signs in. */
final class Product {
    private static final Path ORDERS = Path.of("../../connectors/orders.yaml");
    private static final Duration CALL_MAX = Duration.ofSeconds(60);

    /** What tenants' roles trust, as their owners are told; nobody here assumes one. */
    static final String PLATFORM_ROLE = "arn:aws:iam::999999999999:role/platform";

    private final LocalStack stack = LocalStack.withServices(Map.of("INGEST_AWS_ROLE_ARN", PLATFORM_ROLE));
    private final HttpClient http = HttpClient.newHttpClient();

    private Product() {}

    private static final class Shared {
        private static final Product PRODUCT = new Product();
    }

    /** The one product of this test run; it ends with this JVM. */
    static Product shared() {
        return Shared.PRODUCT;
    }

    /** What it runs on. */
    LocalStack stack() {
        return stack;
    }

    String url() {
        return Objects.requireNonNull(stack.environment().get("INGEST_SCHEDULER_URL"));
    }

    /** The identity provider's. */
    String issuer() {
        return stack.oidcIssuer();
    }

    /** Where the gateway is. */
    String gateway() {
        return Objects.requireNonNull(stack.environment().get("INGEST_GATEWAY_URL"));
    }

    /** Of the sample API's client {@code demo}. */
    String secret() {
        return stack.sampleApiSecret();
    }

    /** A tenant that may call the sample API and has a connector for it that knows its address. */
    void tenant(String id) {
        call(
                "POST",
                "/api/v1/tenants",
                "operator",
                "application/json",
                "{\"id\": \"%s\", \"name\": \"Test\"}".formatted(id));
        call(
                "PUT",
                "/api/v1/tenants/" + id + "/egress",
                "operator",
                "application/json",
                "{\"allowed\": [\"%s\"]}".formatted(stack.sampleApi().replace("http://", "")));
        call("PUT", "/api/v1/connectors/shop", "tenant-admin@" + id, "application/yaml", manifest());
    }

    /** The same manifest, with defaults where the gallery's has none. */
    String manifest() {
        try {
            return Files.readString(ORDERS)
                    .replace(
                            "title: Address of the API",
                            "title: Address of the API\n        default: \"%s\"".formatted(stack.sampleApi()))
                    .replace(
                            "title: First day to read",
                            "title: First day to read\n        default: \"2025-01-01T00:00:00Z\"");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A pipeline of the sample API that is there already. */
    void pipeline(String tenant, String name, String namespace) {
        pipeline(tenant, name, namespace, "EVOLVE");
    }

    /** @param schema what becomes of a field that the table has no column for */
    void pipeline(String tenant, String name, String namespace, String schema) {
        String admin = "tenant-admin@" + tenant;
        call(
                "PUT",
                "/api/v1/credentials/shop",
                admin,
                "application/json",
                "{\"values\": {\"client_secret\": \"%s\"}}".formatted(secret()));
        call("PUT", "/api/v1/pipelines/" + name, admin, "application/json", """
                {"connector": "shop", "credential": "shop", "namespace": "%s", "schedule": "daily", "streams": [{"name": "refunds", "schema": "%s"}],
                 "config": {"base_url": "%s", "client_id": "demo", "start_date": "2025-01-01T00:00:00Z"}}""".formatted(
                        namespace, schema, stack.sampleApi()));
    }

    /** Fails unless it is answered well. */
    String call(String method, String path, String client, String type, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(CALL_MAX)
                .header("Authorization", "Bearer " + stack.token(client))
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new AssertionError("%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
            }
            return answer.body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
