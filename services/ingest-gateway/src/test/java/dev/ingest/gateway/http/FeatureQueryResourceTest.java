package dev.ingest.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(GatewayStack.class)
class FeatureQueryResourceTest {
    private static final String ASK = "{\"name\":\"last_page\",\"version\":\"v1\",\"object_type\":\"feature_view\","
            + "\"request_rows\":[{\"entity\":{\"session_id\":\"q1\"}}]}";

    @ConfigProperty(name = "test.url")
    String base;

    private Door.Answer post(String path, String token, String body) {
        return new Door(base)
                .post(
                        path,
                        body.getBytes(UTF_8),
                        Map.of(
                                "Authorization", "Snowflake Token=\"" + token + "\"",
                                "Content-Type", "application/json",
                                "X-Request-ID", "req_q"));
    }

    @Test
    void whatWasIngestedIsReadBack() {
        post(
                "/api/v1/ingest",
                SchedulerStandIn.PRODUCER,
                "{\"records\":{\"page_events\":["
                        + "{\"timestamp\":\"2024-01-15T10:30:00Z\",\"session_id\":\"q1\",\"page\":\"/a\",\"duration_ms\":5}]}}");
        Door.Answer answer = post("/api/v1/query", SchedulerStandIn.CONSUMER, ASK);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().toString())
                .isEqualTo("{\"request_id\":\"req_q\",\"status\":\"success\",\"results\":[{\"features\":[\"/a\",5]}],"
                        + "\"metadata\":{\"features\":[{\"name\":\"page\",\"type\":\"text\"},"
                        + "{\"name\":\"duration_ms\",\"type\":\"fixed\",\"precision\":38,\"scale\":0}]}}");
    }

    @Test
    void producerMayNotReadAndConsumerMayNotIngest() {
        Door.Answer read = post("/api/v1/query", SchedulerStandIn.PRODUCER, ASK);
        assertThat(read.status()).isEqualTo(403);
        assertThat(read.error()).isEqualTo("PERMISSION_DENIED");
        assertThat(post("/api/v1/ingest", SchedulerStandIn.CONSUMER, "{\"records\":{}}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void viewThatDoesNotExistIsNotFound() {
        Door.Answer answer = post("/api/v1/query", SchedulerStandIn.CONSUMER, ASK.replace("last_page", "nope"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error()).isEqualTo("NOT_FOUND");
    }
}
