package dev.ingest.scheduler.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.http.Sha256;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.MovableClock;
import dev.ingest.scheduler.stack.SchedulerTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@SchedulerTest
class TokenTest {
    @Inject
    MovableClock clock;

    private final Api service = Api.as("service-ingest-gateway");

    @Test
    void tokenIsShownOnceAndFoundByItsHash() {
        Api.tenant("issuer");
        Api admin = Api.as("tenant-admin@issuer");

        Answer created =
                admin.post("/api/v1/tokens", "{\"name\": \"app\", \"role\": \"producer\", \"expiresInDays\": 7}");

        assertThat(created.status()).isEqualTo(201);
        String token = created.text("token");
        assertThat(token).matches("ingest_[A-Za-z0-9_-]{43}");
        Answer spec = service.get("/internal/v1/tokens/" + Sha256.hex(token));
        assertThat(spec.text("tenant")).isEqualTo("issuer");
        assertThat(spec.json().get("roles").toString()).isEqualTo("[\"producer\"]");
        assertThat(spec.text("expiresAt")).isEqualTo(created.text("expiresAt"));
        assertThat(admin.get("/api/v1/tokens").text())
                .contains(created.text("id"))
                .doesNotContain(token)
                .doesNotContain("\"token\"");
    }

    @Test
    void deletedTokenIsNotFound() {
        Api.tenant("revoker");
        Api.tenant("other");
        Api admin = Api.as("tenant-admin@revoker");
        Answer created = admin.post("/api/v1/tokens", "{\"name\": \"app\", \"role\": \"query-log\"}");
        String path = "/api/v1/tokens/" + created.text("id");

        assertThat(Api.as("tenant-admin@other").delete(path).status()).isEqualTo(404);
        assertThat(admin.delete(path).status()).isEqualTo(204);

        assertThat(service.get("/internal/v1/tokens/" + Sha256.hex(created.text("token")))
                        .status())
                .isEqualTo(404);
        assertThat(admin.delete(path).status()).isEqualTo(404);
    }

    @Test
    void tokenIsOfAUserAndOfSomeNetworks() {
        Api.tenant("holder");
        Api admin = Api.as("tenant-admin@holder");

        Answer created = admin.post(
                "/api/v1/tokens",
                "{\"name\": \"app\", \"user\": \"Alice\", \"role\": \"producer\", \"networks\": [\"10.1.0.0/16\", \"fd00::/8\"]}");

        assertThat(created.status()).isEqualTo(201);
        Answer spec = service.get("/internal/v1/tokens/" + Sha256.hex(created.text("token")));
        assertThat(spec.text("user")).isEqualTo("ALICE");
        assertThat(spec.json().get("networks").toString()).isEqualTo("[\"10.1.0.0/16\",\"fd00::/8\"]");
        assertThat(admin.post(
                                "/api/v1/tokens",
                                "{\"name\": \"app\", \"role\": \"producer\", \"networks\": [\"10.1.0.1/16\"]}")
                        .detail())
                .isEqualTo("networks: '10.1.0.1/16' (expected: no bits beyond the first 16)");
    }

    @Test
    void tokenOfWhichNothingIsSaidLivesFifteenDaysAndIsOfAUserOfItsName() {
        Api.tenant("plain");
        Answer created =
                Api.as("tenant-admin@plain").post("/api/v1/tokens", "{\"name\": \"app\", \"role\": \"producer\"}");
        assertThat(created.text("user")).isEqualTo("APP");
        assertThat(Instant.parse(created.text("expiresAt")))
                .isBetween(
                        clock.instant().plus(Duration.ofDays(14)),
                        clock.instant().plus(Duration.ofDays(16)));
    }

    @Test
    void roleThatIsNoTokensIsRefused() {
        Answer answer =
                Api.as("tenant-admin@nobody").post("/api/v1/tokens", "{\"name\": \"app\", \"role\": \"operator\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).isEqualTo("role: 'operator' (expected: one of consumer, producer, query-log)");
    }

    @Test
    void lifetimeHasALimit() {
        Answer answer = Api.as("tenant-admin@nobody")
                .post("/api/v1/tokens", "{\"name\": \"app\", \"role\": \"producer\", \"expiresInDays\": 366}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).isEqualTo("expiresInDays: 366 (expected: 1 to 365)");
    }
}
