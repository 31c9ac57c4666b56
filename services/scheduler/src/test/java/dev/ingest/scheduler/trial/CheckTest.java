package dev.ingest.scheduler.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** A pipeline whose credential was refused goes on when a check finds that the API takes it. */
@SchedulerTest
class CheckTest {
    @Inject
    Log log;

    @Test
    void checkOfThePipelineThatSucceedsResumesIt() {
        Shop shop = paused("k-pipeline");

        Answer check = shop.admin().post("/api/v1/pipelines/shop/check", "");

        assertThat(check.text()).isEqualTo("{\"succeeded\": true}");
        assertResumed(shop);
    }

    @Test
    void checkOfItsConnectorWithItsCredentialDoesToo() {
        Shop shop = paused("k-connector");

        Answer without = check(shop, "\"token\": \"t\", ", "");
        assertThat(without.status()).as("a secret is no configuration").isEqualTo(400);
        Answer check = check(shop, "", ", \"credential\": \"shop\"");

        assertThat(check.json().get("succeeded").asBoolean()).isTrue();
        assertResumed(shop);
    }

    @Test
    void checkThatFailsLeavesThePipelinePaused() {
        Shop shop = paused("k-refused");
        var put = shop.admin().put("/api/v1/credentials/refused", "{\"values\": {\"token\": \"old\"}}");
        assertThat(put.status()).isEqualTo(200);
        var moved = shop.admin()
                .put(
                        "/api/v1/pipelines/shop",
                        Shop.ITEMS.replace("\"credential\": \"shop\"", "\"credential\": \"refused\""));
        assertThat(moved.status()).isEqualTo(200);

        Answer check = shop.admin().post("/api/v1/pipelines/shop/check", "");

        assertThat(check.json().get("succeeded").asBoolean()).isFalse();
        assertThat(shop.admin().get("/api/v1/pipelines/shop").json().has("paused"))
                .isTrue();
        assertThat(shop.admin().get("/api/v1/alerts").json()).hasSize(1);
    }

    @Test
    void whatAnAdminPausedStaysPaused() {
        Shop shop = Shop.open("k-admin", Shop.ITEMS);
        var paused = shop.admin().post("/api/v1/pipelines/shop/pause", "{}");
        assertThat(paused.status()).isEqualTo(200);

        var check = shop.admin().post("/api/v1/pipelines/shop/check", "");

        assertThat(check.json().get("succeeded").asBoolean()).isTrue();
        assertThat(shop.admin().get("/api/v1/pipelines/shop").json().has("paused"))
                .isTrue();
    }

    private Shop paused(String tenant) {
        Shop shop = Shop.open(tenant, Shop.ITEMS.replace("manual", "hourly"));
        String run = shop.run();
        log.tell(Attempts.failed(log.requests(tenant).getFirst(), SliceFailed.Kind.AUTH, "401 from the API"));
        shop.run(run, "failed");
        assertThat(shop.admin()
                        .get("/api/v1/pipelines/shop")
                        .json()
                        .at("/paused/kind")
                        .asText())
                .isEqualTo("AUTH");
        return shop;
    }

    private static Answer check(Shop shop, String more, String credential) {
        return shop.admin()
                .post(
                        "/api/v1/connectors/shop/versions/1/check",
                        "{\"config\": {%s\"start_date\": \"2026-01-01\"}%s}".formatted(more, credential));
    }

    private static void assertResumed(Shop shop) {
        Answer pipeline = shop.admin().get("/api/v1/pipelines/shop");
        assertThat(pipeline.json().has("paused")).isFalse();
        assertThat(pipeline.json().has("nextRunAt")).isTrue();
        assertThat(shop.admin().get("/api/v1/alerts").json()).isEmpty();
    }
}
