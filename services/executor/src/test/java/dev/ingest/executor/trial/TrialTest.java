package dev.ingest.executor.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.ingest.contracts.trial.TrialRequest;
import dev.ingest.executor.stack.Executor;
import dev.ingest.executor.stack.ExecutorTest;
import dev.ingest.platform.secret.SecretStore;
import dev.ingest.testkit.LocalStack;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ExecutorTest
class TrialTest {
    private static final String TENANT = "trying";
    private static final String LARGE = "trying-large";
    private static final String LINES = """
            version: "7.28.0"
            type: DeclarativeSource
            check: { type: CheckStream, stream_names: [lines] }
            streams:
              - type: DeclarativeStream
                name: lines
                retriever:
                  type: SimpleRetriever
                  decoder: { type: JsonlDecoder }
                  requester: { type: HttpRequester, url_base: "%s", path: /lines }
                  record_selector: { type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }
            """;

    private final LocalStack stack = LocalStack.shared();

    @Inject
    Executor executor;

    @Inject
    SecretStore secrets;

    @Inject
    ObjectMapper json;

    @BeforeEach
    void shop() throws IOException {
        executor.allow(TENANT, stack.sampleApi());
        executor.connector(TENANT, "orders", Files.readString(Path.of("../../connectors/orders.yaml")));
        secrets.write(TENANT, "shop", Map.of("client_id", "demo", "client_secret", stack.sampleApiSecret()));
        secrets.write(TENANT, "wrong", Map.of("client_id", "demo", "client_secret", "wr0ng-s3cret"));
    }

    private TrialRequest asks(String credential, Optional<String> stream, int records, Set<String> personal) {
        return new TrialRequest(
                TENANT,
                "orders",
                1,
                Map.of("base_url", stack.sampleApi(), "start_date", "2020-01-01T00:00:00Z"),
                Optional.of(credential),
                stream,
                records,
                personal);
    }

    private HttpResponse<String> post(String what, TrialRequest request) throws IOException {
        return executor.post(
                "/internal/v1/connectors/" + what, stack.token("service-scheduler"), json.writeValueAsString(request));
    }

    private JsonNode tried(String what, TrialRequest request) throws IOException {
        HttpResponse<String> answer = post(what, request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    @Test
    void configurationThatWorksSucceeds() throws IOException {
        JsonNode check = tried("check", asks("shop", Optional.empty(), 1, Set.of()));
        assertThat(check.get("succeeded").asBoolean()).as(check.toString()).isTrue();
    }

    @Test
    void wrongSecretFailsAsAuthAndIsNotInTheAnswer() throws IOException {
        JsonNode check = tried("check", asks("wrong", Optional.empty(), 1, Set.of()));
        assertThat(check.get("succeeded").asBoolean()).isFalse();
        assertThat(check.at("/problem/kind").asText()).isEqualTo("AUTH");
        assertThat(check.toString()).doesNotContain("wr0ng-s3cret");
    }

    @Test
    void streamsAreDiscoveredWithTheirKeysAndSchemas() throws IOException {
        JsonNode streams =
                tried("discover", asks("shop", Optional.empty(), 1, Set.of())).get("streams");
        assertThat(streams.findValuesAsText("name")).contains("customers", "orders");
        assertThat(streams.get(0).get("key").get(0).asText()).isEqualTo("id");
        assertThat(streams.get(0).at("/schema/properties").size()).isPositive();
    }

    @Test
    void readBringsNoMoreThanAskedForAndHidesPersonalColumns() throws IOException {
        JsonNode read = tried("read", asks("shop", Optional.of("customers"), 3, Set.of("email", "nosuch")));
        assertThat(read.get("records")).hasSize(3).allSatisfy(record -> {
            assertThat(record.get("email").asText()).isEqualTo("[REDACTED]");
            assertThat(record.get("id").asText()).isNotEqualTo("[REDACTED]").isNotEmpty();
            assertThat(record.has("nosuch")).isFalse();
        });
        assertThat(read.get("more").asBoolean()).isTrue();
        assertThat(read.get("masked").toString()).contains("\"email\"");
        assertThat(read.has("problem")).isFalse();
    }

    @Test
    void personalColumnsOfTheManifestAreHiddenWithoutBeingNamed() throws IOException {
        String manifest = Files.readString(Path.of("../../connectors/orders.yaml"));
        executor.connector(TENANT, "marked", manifest.replace("phone: { type:", "phone: { personal: true, type:"));
        TrialRequest orders = asks("shop", Optional.of("customers"), 1, Set.of());

        JsonNode read = tried(
                "read",
                new TrialRequest(
                        TENANT, "marked", 1, orders.config(), orders.credential(), orders.stream(), 1, Set.of()));

        assertThat(read.get("masked").toString()).isEqualTo("[\"phone\"]");
        assertThat(read.at("/records/0/phone").asText()).isEqualTo("[REDACTED]");
        assertThat(read.at("/records/0/email").asText()).contains("@");
    }

    @Test
    void recordsThatAreTooLargeAreToldBesideThoseThatAreNot() throws IOException {
        String large = "{\"id\":1,\"note\":\"%s\"}".formatted("x".repeat(16 << 20));
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
            try (exchange) {
                byte[] lines = (large + "\n{\"id\":2}\n").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, lines.length);
                exchange.getResponseBody().write(lines);
            }
        });
        api.start();
        try {
            String url = "http://127.0.0.1:" + api.getAddress().getPort();
            executor.allow(LARGE, url);
            executor.connector(LARGE, "lines", LINES.formatted(url));
            JsonNode read = tried(
                    "read",
                    new TrialRequest(LARGE, "lines", 1, Map.of(), Optional.empty(), Optional.of("lines"), 5, Set.of()));

            assertThat(read.get("records").toString()).isEqualTo("[{\"id\":2}]");
            assertThat(read.get("more").asBoolean()).isFalse();
            assertThat(read.get("oversized"))
                    .singleElement()
                    .satisfies(told -> assertThat(told.asText())
                            .startsWith("a line of 16777234 bytes (expected: at most 16777216, maxRecordBytes)"));
        } finally {
            api.stop(0);
        }
    }

    @Test
    void unknownStreamIsAProblemThatNamesThoseThereAre() throws IOException {
        JsonNode read = tried("read", asks("shop", Optional.of("nosuch"), 1, Set.of()));
        assertThat(read.get("records")).isEmpty();
        assertThat(read.at("/problem/message").asText()).contains("nosuch").contains("customers");
    }

    @Test
    void whatIsAskedForTooMuchOrDoesNotExistIsRefused() throws IOException {
        assertThat(post("read", asks("shop", Optional.of("customers"), 101, Set.of()))
                        .body())
                .contains("limit: 101 (expected: 1 to 100)");
        assertThat(post("check", asks("nosuch", Optional.empty(), 1, Set.of())).statusCode())
                .isEqualTo(404);
    }

    @Test
    void onlyServicesMayTry() throws IOException {
        String body = json.writeValueAsString(asks("shop", Optional.empty(), 1, Set.of()));
        assertThat(executor.post("/internal/v1/connectors/check", stack.token("tenant-admin@trying"), body)
                        .statusCode())
                .isEqualTo(403);
    }
}
