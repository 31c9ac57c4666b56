package dev.ingest.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Nobody listens where Kafka should be. */
@QuarkusTest
@WithTestResource(
        value = GatewayStack.class,
        scope = TestResourceScope.RESTRICTED_TO_CLASS,
        initArgs = {
            @ResourceArg(name = "ingest.kafka.bootstrap-servers", value = "127.0.0.1:1"),
            @ResourceArg(name = "ingest.kafka.delivery-timeout", value = "0.5S"),
            @ResourceArg(name = "ingest.gateway.durable-timeout", value = "1S"),
            @ResourceArg(name = "ingest.gateway.retry-after", value = "7S")
        })
class BrokerGoneTest {
    @ConfigProperty(name = "test.url")
    String base;

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
