package dev.ingest.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.gateway.online.OnlineRow;
import dev.ingest.gateway.online.OnlineStore;
import dev.ingest.gateway.online.ViewId;
import dev.ingest.gateway.redis.RedisOnlineStore;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Nobody listens where Kafka should be. The other online store is in place of the usual one. */
@QuarkusTest
@WithTestResource(
        value = GatewayStack.class,
        scope = TestResourceScope.RESTRICTED_TO_CLASS,
        initArgs = {
            @ResourceArg(name = "ingest.kafka.bootstrap-servers", value = "127.0.0.1:1"),
            @ResourceArg(name = "ingest.kafka.delivery-timeout", value = "0.5S"),
            @ResourceArg(name = "ingest.gateway.durable-timeout", value = "1S"),
            @ResourceArg(name = "ingest.gateway.retry-after", value = "7S"),
            @ResourceArg(name = GatewayStack.STORE, value = "redis")
        })
class BrokerGoneTest {
    @ConfigProperty(name = "test.url")
    String base;

    @Inject
    OnlineStore online;

    @Test
    void readsGoOnFromRedisWhereThatIsTheStore() {
        assertThat(online).isInstanceOf(RedisOnlineStore.class);
        online.put(
                        new ViewId("demo", "last_page", "v1"),
                        List.of(new OnlineRow(
                                "[\"s9\"]",
                                Instant.parse("2026-01-01T00:00:00Z"),
                                "{\"session_id\":\"s9\",\"page\":\"/kept\"}".getBytes(UTF_8))))
                .toCompletableFuture()
                .join();
        Door.Answer answer = new Door(base)
                .post(
                        "/api/v1/query",
                        "{\"name\":\"last_page\",\"version\":\"v1\",\"request_rows\":[{\"entity\":{\"session_id\":\"s9\"}}]}"
                                .getBytes(UTF_8),
                        Map.of(
                                "Authorization",
                                "Snowflake Token=\"" + SchedulerStandIn.CONSUMER + "\"",
                                "Content-Type",
                                "application/json"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/results/0/features/0").asText()).isEqualTo("/kept");
    }

    @Test
    void nothingIsAcceptedAndTheCallerIsToldWhenToComeBack() {
        Door door = new Door(base);
        Door.Answer features = door.post(
                "/api/v1/ingest",
                Door.reference("two-sources.json"),
                Map.of(
                        "Authorization",
                        "Snowflake Token=\"" + SchedulerStandIn.PRODUCER + "\"",
                        "Content-Type",
                        "application/json"));
        assertThat(features.status()).isEqualTo(503);
        assertThat(features.error()).isEqualTo("UNAVAILABLE");
        assertThat(features.json().has("sources")).isFalse();
        assertThat(features.headers().firstValue("Retry-After")).contains("7");

        Door.Answer queries = door.post(
                "/ingest/push/queries",
                Door.reference("query.json"),
                Map.of("X-Ryft-Token", SchedulerStandIn.QUERY_LOG, "Content-Type", "application/json"));
        assertThat(queries.status()).isEqualTo(503);
    }
}
