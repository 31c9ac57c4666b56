package dev.ingest.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.gateway.online.OnlineStore;
import dev.ingest.gateway.online.ViewId;
import dev.ingest.testkit.LocalStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(GatewayStack.class)
class FeatureIngestResourceTest {
    private static final String PATH = "/api/v1/ingest";
    private static final String PAT = pat(SchedulerStandIn.PRODUCER);
    private static final LocalStack STACK = LocalStack.shared();

    @ConfigProperty(name = "test.url")
    String base;

    @ConfigProperty(name = "ingest.kafka.bootstrap-servers")
    String bootstrap;

    @ConfigProperty(name = "ingest.kafka.topic-prefix")
    String prefix;

    @Inject
    OnlineStore online;

    private Records records;

    @BeforeEach
    void open() {
        records = new Records(bootstrap, prefix);
    }

    @AfterEach
    void close() {
        records.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {PATH, "/ingest"})
    void theReferencesExampleIsOnTheTopicWhenItIsAnswered(String path) {
        Door.Answer answer = door().post(path, Door.reference("one-source.json"), headers(PAT));
        List<Envelope> sent = records.all();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().toString())
                .isEqualTo("{\"request_id\":\"%s\",\"status\":\"success\",\"sources\":{\"transactions_stream\":"
                                .formatted(answer.json().get("request_id").asText())
                        + "{\"records\":{\"total\":2,\"failed\":0},\"feature_views\":{\"failed\":0,\"results\":[]}}}}");
        assertThat(sent).singleElement().satisfies(envelope -> {
            assertThat(envelope.key()).isEqualTo("demo/features.transactions_stream");
            assertThat(envelope.records()).isEqualTo(2);
            assertThat(new String(envelope.body(), UTF_8)
                            .lines()
                            .map(String::strip)
                            .map(line -> line.replaceAll(" {2,}", "")))
                    .containsExactly(
                            "{\"timestamp\": \"2024-01-15T10:30:00Z\",\"user_id\": \"user_123\","
                                    + "\"amount\": 150.00,\"merchant_category\": \"retail\"}",
                            "{\"timestamp\": \"2024-01-15T10:31:00Z\",\"user_id\": \"user_456\","
                                    + "\"amount\": 75.50,\"merchant_category\": \"grocery\"}");
        });
    }

    @Test
    void theReferencesTwoSourcesGoToTwoTables() {
        Door.Answer answer = door().post(PATH, Door.reference("two-sources.json"), headers(PAT));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(records.all())
                .map(Envelope::key)
                .containsExactlyInAnyOrder("demo/features.transactions_stream", "demo/features.clickstream_events");
    }

    @Test
    void featureViewsRowIsOnlineAndOnItsWayToItsTableWhenItIsAnswered() {
        String post = "{\"records\":{\"page_events\":[{\"timestamp\":\"2024-01-15T12:30:00+02:00\","
                + "\"session_id\":\"s1\",\"page\":\"/checkout\"}]}}";
        Door.Answer answer = door().post(PATH, post.getBytes(UTF_8), headers(PAT));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()
                        .at("/sources/page_events/feature_views/results")
                        .toString())
                .isEqualTo("[{\"name\":\"last_page\",\"version\":\"v1\",\"status\":\"success\"}]");
        assertThat(records.all())
                .map(Envelope::key)
                .containsExactlyInAnyOrder("demo/features.page_events", "demo/features.last_page_v1");
        assertThat(online.get(new ViewId("demo", "last_page", "v1"), List.of("[\"s1\"]"))
                        .toCompletableFuture()
                        .join())
                .hasEntrySatisfying(
                        "[\"s1\"]",
                        row -> assertThat(new String(row.json(), UTF_8))
                                .isEqualTo("{\"timestamp\":\"2024-01-15T10:30:00Z\",\"session_id\":\"s1\","
                                        + "\"page\":\"/checkout\"}"));
    }

    @Test
    void theReferencesDryRunWritesNothing() {
        Door.Answer answer = door().post(PATH, Door.reference("dry-run.json"), headers(PAT));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()
                        .at("/sources/transactions_stream/records/total")
                        .asInt())
                .isEqualTo(1);
        assertThat(records.all()).isEmpty();
    }

    @Test
    void rejectedRecordsAndUnknownSourcesArePartialSuccess() {
        String post = "{\"include_diagnostics\":true,\"records\":{\"transactions_stream\":["
                + "{\"timestamp\":\"2024-01-15T10:30:00Z\",\"user_id\":\"u\",\"amount\":\"150\"},"
                + "{\"user_id\":\"u\"},{\"timestamp\":\"2026-04-20 10:00:00\",\"user_id\":\"u\"}],\"nope\":[{}]}}";
        Door.Answer answer = door().post(PATH, post.getBytes(UTF_8), headers(PAT));
        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.json().get("status").asText()).isEqualTo("partial_success");
        assertThat(answer.json().at("/sources/transactions_stream/records").toString())
                .isEqualTo("{\"total\":3,\"failed\":2,\"errors\":["
                        + "{\"index\":0,\"error\":{\"code\":\"INVALID_FIELD_TYPE\","
                        + "\"message\":\"Field 'amount': expected number, got string\"}},"
                        + "{\"index\":1,\"error\":{\"code\":\"MISSING_REQUIRED_FIELD\","
                        + "\"message\":\"Record is missing required field: timestamp\"}}]}");
        assertThat(answer.json().at("/sources/nope/records").toString())
                .isEqualTo("{\"total\":1,\"failed\":1,\"errors\":[{\"index\":0,\"error\":"
                        + "{\"code\":\"INVALID_ARGUMENT\",\"message\":\"Unknown stream source: 'nope'\"}}]}");
        assertThat(answer.json().get("diagnostics").properties())
                .map(Map.Entry::getKey)
                .containsExactly("total_ms", "validate_ms", "durable_ms", "online_ms");
        assertThat(records.all())
                .singleElement()
                .satisfies(envelope -> assertThat(new String(envelope.body(), UTF_8))
                        .isEqualTo("{\"timestamp\":\"2026-04-20T10:00:00Z\",\"user_id\":\"u\"}\n"));
    }

    /** In answers and refusals, before a body is read and after it; on the event loop, and off it, where a packed body goes. */
    @ParameterizedTest
    @CsvSource({
        "200, dry-run, false",
        "200, dry-run, true",
        "401, dry-run, false",
        "400, query, false",
        "400, query, true"
    })
    void aRequestIdIsEchoedAndAnUnsafeOneIsReplaced(int status, String body, boolean packed) throws IOException {
        byte[] post = Door.reference(body + ".json");
        Map<String, String> named = headers(status == 401 ? pat("unknown") : PAT);
        if (packed) {
            named.put("Content-Encoding", "gzip");
            post = packed(post);
        }
        String longest = "~".repeat(128);
        for (String id : List.of("req_abc123", "!", longest)) {
            named.put("X-Request-ID", id);
            assertThat(requestId(post, named, status)).isEqualTo(id);
        }
        Set<String> made = new HashSet<>();
        for (String unsafe : List.of("a b", "tab\there", longest + "~", " ", "")) {
            named.put("X-Request-ID", unsafe);
            String id = requestId(post, named, status);
            assertThat(id).as(unsafe).matches("req_[0-9A-Z]{26}");
            assertThat(made.add(id)).as("one of its own").isTrue();
        }
        named.remove("X-Request-ID");
        assertThat(requestId(post, named, status)).matches("req_[0-9A-Z]{26}");
    }

    /** The one that header and body agree on. */
    private String requestId(byte[] post, Map<String, String> headers, int status) {
        Door.Answer answer = door().post(PATH, post, headers);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(status);
        String id = answer.json().get("request_id").asText();
        assertThat(answer.headers().allValues("X-Request-ID")).containsExactly(id);
        return id;
    }

    @Test
    void aCompressedBodyIsRead() throws IOException {
        Map<String, String> headers = headers(PAT);
        headers.put("Content-Encoding", "gzip");
        Door.Answer answer = door().post(PATH, packed(Door.reference("one-source.json")), headers);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(records.all()).hasSize(1);
        assertRefused(400, "INVALID_ARGUMENT", "{}", headers);
    }

    @Test
    void aSmallBodyThatUnpacksToALargeOneIs413() throws IOException {
        Map<String, String> headers = headers(PAT);
        headers.put("Content-Encoding", "gzip");
        byte[] bomb = packed(new byte[64 * 1024 * 1024]);
        assertThat(bomb.length).isLessThan(1024 * 1024);
        assertThat(door().post(PATH, bomb, headers).status()).isEqualTo(413);
    }

    private static byte[] packed(byte[] body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }

    @Test
    void whatNoRecordCanCarryIs400() {
        assertRefused(400, "INVALID_ARGUMENT", "{", headers(PAT));
        assertRefused(400, "INVALID_ARGUMENT", "{}", headers(PAT));
        assertRefused(400, "INVALID_ARGUMENT", "{\"records\":{\"a\":[],\"b\":[],\"c\":[]}}", headers(PAT));
        Map<String, String> form = headers(PAT);
        form.put("Content-Type", "application/x-www-form-urlencoded");
        assertRefused(400, "INVALID_ARGUMENT", "{\"records\":{}}", form);
        form.put("Content-Type", "nonsense");
        assertRefused(400, "INVALID_ARGUMENT", "{\"records\":{}}", form);
        form.remove("Content-Type");
        assertRefused(400, "INVALID_ARGUMENT", "{\"records\":{}}", form);
    }

    @Test
    void aBodyOverTheLimitIs413() {
        String spaces = " ".repeat(1024 * 1024 - "{\"records\":{}}".length());
        assertThat(door().post(PATH, ("{\"records\":{}}" + spaces).getBytes(UTF_8), headers(PAT))
                        .status())
                .isEqualTo(200);
        assertRefused(413, "PAYLOAD_TOO_LARGE", "{\"records\":{}}" + spaces + " ", headers(PAT));
        assertRefused(413, "PAYLOAD_TOO_LARGE", " ".repeat(8 * 1024 * 1024), headers(PAT));
    }

    @Test
    void aBearerOfTheProducerRoleMayPost() {
        Door.Answer answer =
                door().post(PATH, Door.reference("one-source.json"), headers("Bearer " + STACK.token("producer@demo")));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(records.all()).hasSize(1);
    }

    @Test
    void tokensThatAreNotValidAre401AndAllAlike() {
        List<String> refused = List.of(
                "Bearer " + STACK.foreignToken("producer@demo"),
                "Bearer " + STACK.expiredToken("producer@demo"),
                "Bearer " + STACK.tokenWithAudience("producer@demo", "elsewhere"),
                "Bearer nonsense",
                "Bearer " + SchedulerStandIn.PRODUCER,
                "Basic abc",
                pat("unknown"),
                pat(SchedulerStandIn.EXPIRED),
                "Snowflake Token=" + SchedulerStandIn.PRODUCER);
        for (String authorization : refused) {
            Door.Answer answer = assertRefused(401, "UNAUTHENTICATED", "{\"records\":{}}", headers(authorization));
            assertThat(message(answer)).as(authorization).isEqualTo("a valid token is required");
        }
        assertRefused(401, "UNAUTHENTICATED", "{\"records\":{}}", Map.of("Content-Type", "application/json"));
    }

    @Test
    void validTokensThatMayNotPostAre403() {
        for (String authorization : List.of(
                "Bearer " + STACK.token("analyst@demo"),
                "Bearer " + STACK.token("operator"),
                pat(SchedulerStandIn.QUERY_LOG))) {
            assertRefused(403, "PERMISSION_DENIED", "{\"records\":{}}", headers(authorization));
        }
    }

    @Test
    void anotherTenantsSourcesDoNotExist() {
        for (String authorization :
                List.of(pat(SchedulerStandIn.PRODUCER_OF_OTHER), "Bearer " + STACK.token("producer@other"))) {
            Door.Answer answer = door().post(PATH, Door.reference("one-source.json"), headers(authorization));
            assertThat(answer.status()).isEqualTo(207);
            assertThat(answer.json().toString()).contains("Unknown stream source: 'transactions_stream'");
        }
        assertThat(records.all()).isEmpty();
    }

    @Test
    void aControlPlaneThatIsAwayIs503() {
        Door.Answer answer =
                assertRefused(503, "UNAVAILABLE", "{\"records\":{}}", headers(pat(SchedulerStandIn.PRODUCER_OF_AWAY)));
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void aDefectIs500AndSaysNothingOfItsCause() {
        Door.Answer answer =
                assertRefused(500, "INTERNAL", "{\"records\":{}}", headers(pat(SchedulerStandIn.PRODUCER_OF_BROKEN)));
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
        assertThat(answer.json().toString()).doesNotContain("no list of sources");
    }

    private Door.Answer assertRefused(int status, String code, String body, Map<String, String> headers) {
        Door.Answer answer = door().post(PATH, body.getBytes(UTF_8), headers);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(status);
        assertThat(answer.error()).isEqualTo(code);
        assertThat(message(answer)).isNotBlank();
        assertThat(answer.json().get("request_id").asText()).isNotBlank();
        assertThat(answer.json().properties()).map(Map.Entry::getKey).containsExactly("error", "request_id");
        return answer;
    }

    private static String message(Door.Answer answer) {
        JsonNode message = answer.json().at("/error/message");
        return message.asText();
    }

    private Door door() {
        return new Door(base);
    }

    private static String pat(String token) {
        return "Snowflake Token=\"" + token + "\"";
    }

    private static Map<String, String> headers(String authorization) {
        return new HashMap<>(Map.of(
                "Authorization", authorization, "Content-Type", "application/json", "Accept", "application/json"));
    }
}
