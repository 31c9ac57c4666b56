package dev.ingest.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(GatewayStack.class)
class FrameworkRefusalsTest {
    @ConfigProperty(name = "test.url")
    String base;

    @ParameterizedTest
    @EnumSource
    void whatTheFrameworkRefusesHasTheContractsBody(Way way) {
        String path = way.path();
        Map<String, String> named = new HashMap<>(Map.of("X-Request-ID", "req_abc"));
        for (String method : List.of("GET", "PUT")) {
            Door.Answer answer = new Door(base).send(method, path, new byte[0], named);
            assertNamed(answer, 405);
            assertThat(answer.headers().allValues("Allow")).containsExactly("OPTIONS, POST");
        }
        assertNamed(new Door(base).send("GET", path + "/nope", new byte[0], named), 404);
        String token = way == Way.QUERY ? SchedulerStandIn.CONSUMER : SchedulerStandIn.PRODUCER;
        named.put("Authorization", "Snowflake Token=\"%s\"".formatted(token));
        named.put("X-Ryft-Token", SchedulerStandIn.QUERY_LOG);
        for (String type : List.of("nonsense", "a/b/c", "text/html; q=\"", ";")) {
            named.put("Content-Type", type);
            assertNamed(new Door(base).send("POST", path, "{}".getBytes(UTF_8), named), way.isQueryLog() ? 415 : 400);
        }
        named.put("Content-Type", "application/json");
        named.put("Accept", "text/html");
        named.put("Content-Encoding", "gzip");
        for (int times = 0; times < 10; times++) { // more often than the token has room: they leave
            assertNamed(new Door(base).send("POST", path, "{}".getBytes(UTF_8), named), 406);
        }
    }

    private static void assertNamed(Door.Answer answer, int status) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(status);
        assertThat(answer.json().properties()).map(Map.Entry::getKey).containsExactly("error", "request_id");
        assertThat(answer.error()).isNotBlank();
        assertThat(answer.json().at("/error/message").asText()).isNotBlank();
        assertThat(answer.json().get("request_id").asText()).isEqualTo("req_abc");
        assertThat(answer.headers().allValues("X-Request-ID")).containsExactly("req_abc");
    }
}
