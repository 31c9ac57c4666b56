package dev.ingest.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(GatewayStack.class)
class CallTimesTest {
    private static final Map<String, String> PRODUCER = Map.of(
            "Authorization",
            "Snowflake Token=\"" + SchedulerStandIn.PRODUCER + "\"",
            "Content-Type",
            "application/json");

    private static final int TRIES_MAX = 2000;

    @ConfigProperty(name = "test.url")
    String base;

    @Inject
    MeterRegistry registry;

    private long calls(String path, int status, String outcome) {
        return Optional.ofNullable(registry.find("http.server.requests")
                        .tags("method", "POST", "uri", path, "status", Integer.toString(status), "outcome", outcome)
                        .timer())
                .map(Timer::count)
                .orElse(0L);
    }

    private void assertCounted(String path, byte[] body, Map<String, String> headers, int status, String outcome) {
        String label = path.startsWith("/nobody") ? "UNKNOWN" : path;
        long before = calls(label, status, outcome);
        assertThat(new Door(base).post(path, body, headers).status()).isEqualTo(status);
        // a call is counted when its answer has left
        for (int tries = 0; calls(label, status, outcome) == before && tries < TRIES_MAX; tries++) {
            sleep();
        }
        assertThat(calls(label, status, outcome)).isGreaterThan(before);
    }

    private static void sleep() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }

    @Test
    void everyCallIsCountedByPathAndStatusWhicheverWayItWent() {
        byte[] post = Door.reference("one-source.json");
        assertCounted("/api/v1/ingest", post, PRODUCER, 200, "SUCCESS");
        assertCounted("/api/v1/ingest", post, Map.of("Content-Type", "application/json"), 401, "CLIENT_ERROR");
        assertCounted("/api/v1/ingest", "{".getBytes(UTF_8), PRODUCER, 400, "CLIENT_ERROR");
        assertCounted(
                "/api/v1/query", "{".getBytes(UTF_8), Map.of("Content-Type", "application/json"), 401, "CLIENT_ERROR");
    }

    @Test
    void whatNobodyKnowsMakesNoFigureOfItsOwn() {
        assertCounted("/nobody/knows/" + System.nanoTime(), new byte[0], Map.of(), 404, "CLIENT_ERROR");
    }
}
