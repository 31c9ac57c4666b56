package dev.ingest.scheduler.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever makes something twice under one key, because an answer was lost, has made it once. */
@SchedulerTest
class IdempotencyTest {
    private static final String TOKEN = "{\"name\": \"app\", \"role\": \"producer\"}";

    @Inject
    Log log;

    @Test
    void tokenIsMadeOnceAndItsTextIsTheLastThatWasTold() {
        Api.tenant("once-token");
        Api admin = Api.as("tenant-admin@once-token");

        Answer lost = admin.postOnce("/api/v1/tokens", "k-1", TOKEN);
        Answer again = admin.postOnce("/api/v1/tokens", "k-1", TOKEN);
        Answer other = admin.postOnce("/api/v1/tokens", "k-2", TOKEN);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("id")).isEqualTo(lost.text("id")).isNotEqualTo(other.text("id"));
        assertThat(admin.get("/api/v1/tokens").json()).hasSize(2);
        Api service = Api.as("service-gateway");
        assertThat(service.get("/internal/v1/tokens/" + Sha256.hex(lost.text("token")))
                        .status())
                .isEqualTo(404);
        assertThat(service.get("/internal/v1/tokens/" + Sha256.hex(again.text("token")))
                        .status())
                .isEqualTo(200);
        assertThat(admin.postOnce("/api/v1/tokens", "k-1", TOKEN.replace("producer", "consumer"))
                        .detail())
                .startsWith("Idempotency-Key: was used for token 'app'");
    }

    /** That is when a client asks again: its first call has not answered yet. */
    @Test
    void callsWithOneKeyAtTheSameTimeMakeOneThing() {
        Shop shop = Shop.open("once-together", Shop.ITEMS);
        Api operator = Api.as("operator");
        String tenant = "{\"id\": \"once-at-once\", \"name\": \"Once\"}";

        List<Answer> runs = together(() -> shop.admin().postOnce("/api/v1/pipelines/shop/runs", "k-1"));
        List<Answer> tenants = together(() -> operator.postOnce("/api/v1/tenants", "k-1", tenant));
        List<Answer> tokens = together(() -> shop.admin().postOnce("/api/v1/tokens", "k-1", TOKEN));

        assertThat(runs).extracting(Answer::status).containsOnly(202);
        assertThat(runs.stream().map(run -> run.text("id")).distinct()).hasSize(1);
        assertThat(tenants).extracting(Answer::status).containsOnly(201);
        assertThat(tokens).extracting(Answer::status).containsOnly(201);
        assertThat(tokens.stream().map(token -> token.text("id")).distinct()).hasSize(1);
    }

    private static List<Answer> together(Supplier<Answer> call) {
        List<CompletableFuture<Answer>> calls = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(call))
                .toList();
        return calls.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void keyOfAnotherTenantIsAnotherKey() {
        Api.tenant("once-mine");
        Api.tenant("once-theirs");

        Answer mine = Api.as("tenant-admin@once-mine").postOnce("/api/v1/tokens", "k", TOKEN);
        Answer theirs = Api.as("tenant-admin@once-theirs").postOnce("/api/v1/tokens", "k", TOKEN);

        assertThat(theirs.text("id")).isNotEqualTo(mine.text("id"));
    }

    @Test
    void tenantIsMadeOnce() {
        Api operator = Api.as("operator");
        String body = "{\"id\": \"once-made\", \"name\": \"Once\"}";

        Answer first = operator.postOnce("/api/v1/tenants", "k-1", body);
        Answer again = operator.postOnce("/api/v1/tenants", "k-1", body);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(operator.postOnce("/api/v1/tenants", "k-2", body).status()).isEqualTo(409);
        assertThat(operator.post("/api/v1/tenants", body).status()).isEqualTo(409);
    }

    @Test
    void retryIsOneRun() {
        Shop shop = Shop.open("once-retry", Shop.ITEMS);
        String run = shop.run();
        log.tell(Attempts.failed(log.requests("once-retry").getFirst(), SliceFailed.Kind.CONFIG, "404"));
        shop.run(run, "failed");
        String path = "/api/v1/runs/" + run + "/retry";

        Answer first = shop.admin().postOnce(path, "k-1", "");
        Answer again = shop.admin().postOnce(path, "k-1", "");

        assertThat(first.status()).as(first.text()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.text("id")).isEqualTo(first.text("id"));
        assertThat(shop.admin().postOnce(path, "k-2", "").status()).isEqualTo(409);
    }

    @Test
    void testOfATargetIsToldOnce() {
        Api.tenant("once-told");
        Api admin = Api.as("tenant-admin@once-told");
        admin.put("/api/v1/credentials/hook", "{\"values\": {\"secret\": \"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"}}");
        admin.put("/api/v1/notifications/hook", """
                {"kind": "WEBHOOK", "url": "https://127.0.0.1:1/", "credential": "hook", "events": ["budget.reached"]}""");

        for (int i = 0; i < 3; i++) {
            assertThat(admin.postOnce("/api/v1/notifications/hook/test", "k-1", "")
                            .status())
                    .isEqualTo(202);
        }

        assertThat(admin.get("/api/v1/notifications/hook/deliveries").json()).hasSize(1);
    }

    @Test
    void keyIsBounded() {
        Api.tenant("once-long");

        assertThat(Api.as("tenant-admin@once-long")
                        .postOnce("/api/v1/tokens", "k".repeat(256), TOKEN)
                        .detail())
                .isEqualTo("Idempotency-Key: 256 characters (expected: 1 to 255, not all blank)");
    }
}
