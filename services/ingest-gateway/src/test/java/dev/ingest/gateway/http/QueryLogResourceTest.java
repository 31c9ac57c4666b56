package dev.ingest.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.record.Envelope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(GatewayStack.class)
class QueryLogResourceTest {
    private static final String PATH = "/ingest/push/queries";

    @ConfigProperty(name = "test.url")
    String base;

    @ConfigProperty(name = "ingest.kafka.bootstrap-servers")
    String bootstrap;

    @ConfigProperty(name = "ingest.kafka.topic-prefix")
    String prefix;

    private Records records;

    @BeforeEach
    void open() {
        records = new Records(bootstrap, prefix);
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Test
    void aQueryIsOnTheTopicWhenItIsAnswered() {
        Door.Answer answer = post(Door.reference("query.json"), SchedulerStandIn.QUERY_LOG);
        assertThat(records.all()).singleElement().satisfies(envelope -> {
            assertThat(envelope.key()).isEqualTo("demo/query_log.queries");
            assertThat(new String(envelope.body(), UTF_8)).startsWith("{\"query_id\":\"20260310_120000_00001_abcde\",");
        });
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().toString()).isEqualTo("{}");
    }

    @Test
    void anArrayTravelsWhole() {
        String query = new String(Door.reference("query.json"), UTF_8);
        assertThat(post("[" + query + "," + query + "]", SchedulerStandIn.QUERY_LOG)
                        .status())
                .isEqualTo(200);
        assertThat(records.all()).map(Envelope::records).containsExactly(2);
    }

    @Test
    void oneBadQueryMeansNothingIsTakenAndTheAnswerSaysWhich() {
        String query = new String(Door.reference("query.json"), UTF_8);
        Door.Answer answer = post("[" + query + ",{}]", SchedulerStandIn.QUERY_LOG);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("INVALID_ARGUMENT");
        assertThat(answer.json().get("errors").get(0).toString())
                .isEqualTo("{\"index\":1,\"message\":\"queryId: missing\"}");
        assertThat(records.all()).isEmpty();
    }

    @Test
    void tokensDecide() {
        byte[] query = Door.reference("query.json");
        assertThat(post(query, "unknown").status()).isEqualTo(401);
        assertThat(post(query, SchedulerStandIn.EXPIRED).status()).isEqualTo(401);
        assertThat(post(query, SchedulerStandIn.PRODUCER).status()).isEqualTo(403);
        assertThat(new Door(base)
                        .post(PATH, query, Map.of("Content-Type", "application/json"))
                        .status())
                .isEqualTo(401);
        assertThat(records.all()).isEmpty();
    }

    @Test
    void anotherContentTypeIs415AndTooMuchIs413() {
        Map<String, String> text = Map.of("X-Ryft-Token", SchedulerStandIn.QUERY_LOG, "Content-Type", "text/plain");
        assertThat(new Door(base).post(PATH, Door.reference("query.json"), text).status())
                .isEqualTo(415);
        assertThat(post(" ".repeat(1024 * 1024 + 1), SchedulerStandIn.QUERY_LOG).status())
                .isEqualTo(413);
        assertThat(records.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/ingest/push/queries, query", "/ingest/push/trino, trino-finished", "/api/v1/lineage, lineage-complete"
    })
    void everyDoorLeadsToOneTableWithTheTokenInEitherHeader(String path, String reference) {
        byte[] body = Door.reference(reference + ".json");
        Door door = new Door(base);
        String json = "application/json; charset=UTF-8";
        for (Map<String, String> headers : List.of(
                Map.of("Content-Type", json, "X-Ryft-Token", SchedulerStandIn.QUERY_LOG),
                Map.of("Content-Type", json, "Authorization", "Bearer " + SchedulerStandIn.QUERY_LOG))) {
            Door.Answer answer = door.post(path, body, headers);
            assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        }
        assertThat(records.all())
                .map(Envelope::key)
                .containsExactly("demo/query_log.queries", "demo/query_log.queries");
        assertThat(door.post(path, body, Map.of("Content-Type", json, "Authorization", "Bearer unknown"))
                        .status())
                .isEqualTo(401);
        assertThat(door.post(
                                path,
                                body,
                                Map.of("Content-Type", json, "Authorization", "Bearer " + SchedulerStandIn.PRODUCER))
                        .status())
                .isEqualTo(403);
        assertThat(door.post(path, body, Map.of("Content-Type", json, "Authorization", "Basic dTpw"))
                        .status())
                .isEqualTo(401);
        assertThat(records.all()).isEmpty();
    }

    private Door.Answer post(String body, String token) {
        return post(body.getBytes(UTF_8), token);
    }

    private Door.Answer post(byte[] body, String token) {
        return new Door(base).post(PATH, body, Map.of("X-Ryft-Token", token, "Content-Type", "application/json"));
    }
}
