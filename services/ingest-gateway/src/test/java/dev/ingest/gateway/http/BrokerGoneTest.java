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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            @ResourceArg(name = "ingest.gateway.max-in-flight", value = "2"),
            @ResourceArg(name = "ingest.gateway.room.token-posts", value = "20"),
            @ResourceArg(name = "ingest.gateway.room.tenant-posts", value = "20"),
            @ResourceArg(name = GatewayStack.STORE, value = "redis")
        })
class BrokerGoneTest {
    private static final Predicate<String> FULL = answer -> answer.contains("2 posts are being handled already");

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

    /** While Kafka is silent, posts wait; at every door one more than may is told so, and waits for no thread. */
    @ParameterizedTest
    @CsvSource({"/api/v1/ingest, one-source", "/ingest/push/queries, query", "/api/v1/lineage, lineage-complete"})
    void noMorePostsWaitThanAreAdmitted(String path, String reference) {
        HttpRequest post = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Snowflake Token=\"" + SchedulerStandIn.PRODUCER + "\"")
                .header("X-Ryft-Token", SchedulerStandIn.QUERY_LOG)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Door.reference(reference + ".json")))
                .build();
        Set<String> answers = new HashSet<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int round = 0; round < 100 && !answers.stream().anyMatch(FULL); round++) {
                Stream.generate(() -> http.sendAsync(post, HttpResponse.BodyHandlers.ofString()))
                        .limit(10)
                        .toList()
                        .forEach(answer -> answers.add(
                                answer.join().statusCode() + " " + answer.join().body()));
            }
        }
        assertThat(answers).allMatch(answer -> answer.startsWith("503 ")).anyMatch(FULL);
    }
}
