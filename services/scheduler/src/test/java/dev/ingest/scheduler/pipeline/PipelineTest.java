package dev.ingest.scheduler.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import org.junit.jupiter.api.Test;

@SchedulerTest
class PipelineTest {
    @Test
    void pipelineComesWithItsTables() {
        Shop shop = Shop.open("p-tables", Shop.PIPELINE);

        Answer pipeline = shop.admin().get("/api/v1/pipelines/shop");
        assertThat(pipeline.json().get("version").asInt()).isEqualTo(1);
        assertThat(pipeline.text("destination")).isEqualTo("managed");
        assertThat(pipeline.json().get("streams").toString())
                .isEqualTo(
                        "[{\"name\":\"items\",\"table\":\"items\",\"merge\":\"UPSERT\",\"key\":[\"id\"],\"formatVersion\":3},"
                                + "{\"name\":\"Order-Events\",\"table\":\"order_events\",\"merge\":\"APPEND\",\"key\":[],"
                                + "\"cursor\":\"at\",\"formatVersion\":3}]");
        Api service = Api.as("service-writer");
        Answer items = service.get("/internal/v1/tenants/p-tables/tables/shop/items");
        assertThat(items.json().get("columns").toString())
                .isEqualTo("[{\"name\":\"id\",\"type\":\"long\",\"required\":false,\"personal\":false},"
                        + "{\"name\":\"name\",\"type\":\"string\",\"required\":false,\"personal\":false},"
                        + "{\"name\":\"price\",\"type\":\"double\",\"required\":false,\"personal\":false},"
                        + "{\"name\":\"tags\",\"type\":\"json\",\"required\":false,\"personal\":false}]");
        assertThat(items.text("merge")).isEqualTo("UPSERT");
        Answer spec = service.get("/internal/v1/tenants/p-tables/pipelines/shop");
        assertThat(spec.text("credential")).isEqualTo("shop");
        assertThat(spec.json().get("config").toString()).isEqualTo("{\"start_date\":\"2026-01-01\"}");
    }

    @Test
    void streamSettingsOverrideTheManifest() {
        Shop shop = Shop.bare("p-override");

        Answer put = shop.admin()
                .put(
                        "/api/v1/pipelines/shop",
                        Shop.ITEMS.replace(
                                "{\"name\": \"items\"}",
                                "{\"name\": \"items\", \"key\": [\"name\"], \"cursor\": \"price\", \"formatVersion\": 2}"));

        assertThat(put.json().get("streams").get(0).toString())
                .isEqualTo("{\"name\":\"items\",\"table\":\"items\",\"merge\":\"UPSERT\",\"key\":[\"name\"],"
                        + "\"cursor\":\"price\",\"formatVersion\":2}");
    }

    @Test
    void streamSaysHowItsTableIsLaidOut() {
        Shop shop = Shop.bare("p-layout");

        Answer put = shop.admin()
                .put(
                        "/api/v1/pipelines/shop",
                        Shop.ITEMS.replace(
                                "{\"name\": \"items\"}",
                                "{\"name\": \"items\", \"partition\": [\"truncate(2, name)\"], \"sort\": []}"));

        assertThat(put.json().at("/streams/0/partition").toString()).isEqualTo("[\"truncate(2, name)\"]");
        Answer table = Api.as("service-writer").get("/internal/v1/tenants/p-layout/tables/shop/items");
        assertThat(table.json().get("partition").toString()).isEqualTo("[\"truncate(2, name)\"]");
        assertThat(table.json().get("sort").toString()).isEqualTo("[]");
    }

    @Test
    void tableKeepsItsKeyAndMerge() {
        Shop shop = Shop.open("p-shape", Shop.ITEMS);

        refused(
                shop,
                "\"items\"",
                "\"items\", \"key\": [\"name\"]",
                409,
                "table shop.items: key: is [id], cannot become [name]");
        refused(
                shop,
                "\"items\"",
                "\"items\", \"merge\": \"APPEND\"",
                409,
                "table shop.items: merge: is UPSERT, cannot become APPEND");
    }

    @Test
    void unknownReferencesAreNamed() {
        Shop shop = Shop.bare("p-unknown");

        refused(shop, "\"connector\": \"shop\"", "\"connector\": \"nope\"", 404, "connector 'nope' does not exist");
        refused(
                shop,
                "\"connector\": \"shop\"",
                "\"connector\": \"shop\", \"version\": 9",
                404,
                "connector 'shop@9' does not exist");
        refused(shop, "\"credential\": \"shop\"", "\"credential\": \"nope\"", 404, "credential 'nope' does not exist");
        refused(
                shop,
                "\"connector\"",
                "\"destination\": \"nope\", \"connector\"",
                404,
                "destination 'nope' does not exist");
        refused(
                shop,
                "\"items\"",
                "\"nope\"",
                400,
                "streams[0].name: 'nope' (expected: one of the connector's streams items, Order-Events)");
        refused(
                shop,
                "\"items\"",
                "\"items\", \"key\": [\"nope\"]",
                400,
                "streams[0].key: 'nope' (expected: one of the columns id, name, price, tags)");
        refused(
                shop,
                "\"items\"",
                "\"items\", \"cursor\": \"nope\"",
                400,
                "streams[0].cursor: 'nope' (expected: one of the columns id, name, price, tags)");
        refused(shop, "\"items\"", "\"items\", \"merge\": \"MIX\"", 400, "streams[0].merge: ");
        refused(
                shop,
                "\"manual\"",
                "\"yearly\"",
                400,
                "schedule: 'yearly' (expected: manual, hourly, daily, weekly, every <n>m|h|d, after <pipeline> or a cron");
        refused(
                shop,
                "\"namespace\": \"shop\"",
                "\"namespace\": \"Shop\"",
                400,
                "namespace: 'Shop' (expected: at most 63 lower-case");
        assertThat(shop.admin().get("/api/v1/pipelines").text()).isEqualTo("[]");
    }

    @Test
    void configurationThatTheManifestDoesNotAllowIsRefused() {
        Shop shop = Shop.bare("p-config");

        refused(shop, "\"start_date\": \"2026-01-01\"", "", 400, "config.start_date: is missing (expected string)");
        refused(shop, "\"2026-01-01\"", "7", 400, "config.start_date: has the wrong type (expected string)");
        refused(
                shop,
                "\"start_date\"",
                "\"token\": \"t0ps3cret\", \"start_date\"",
                400,
                "config.token: is a secret (expected: in the credential)");
    }

    private static void refused(Shop shop, String text, String instead, int status, String detail) {
        Answer answer = shop.admin().put("/api/v1/pipelines/shop", Shop.ITEMS.replace(text, instead));

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.detail()).startsWith(detail);
        assertThat(answer.text()).doesNotContain("t0ps3cret");
    }

    @Test
    void tableHasOneWriter() {
        Shop shop = Shop.open("p-claim", Shop.ITEMS);

        Answer second = shop.admin().put("/api/v1/pipelines/other", Shop.ITEMS);
        Answer source = shop.admin()
                .put(
                        "/api/v1/sources/items",
                        "{\"namespace\": \"shop\", \"columns\": [{\"name\": \"x\", \"type\": \"long\"}]}");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.detail())
                .isEqualTo("table shop.items: is written by pipeline 'shop', not by pipeline 'other'");
        assertThat(source.status()).isEqualTo(409);
        assertThat(shop.admin().get("/api/v1/pipelines").json()).hasSize(1);
    }

    @Test
    void pipelineKeepsItsNamespace() {
        Shop shop = Shop.open("p-keep", Shop.ITEMS);

        Answer moved = shop.admin()
                .put(
                        "/api/v1/pipelines/shop",
                        Shop.ITEMS.replace("\"namespace\": \"shop\"", "\"namespace\": \"mall\""));

        assertThat(moved.status()).isEqualTo(409);
        assertThat(moved.detail())
                .isEqualTo("namespace: 'mall' (expected: 'shop': a pipeline keeps its tables; make another one)");
    }

    @Test
    void credentialOfAPipelineCannotBeDeleted() {
        Shop shop = Shop.open("p-credential", Shop.ITEMS);

        assertThat(shop.admin().delete("/api/v1/credentials/shop").detail())
                .isEqualTo("credential 'shop' is used by pipeline shop");
    }

    @Test
    void anotherTenantsPipelineDoesNotExist() {
        Shop.open("p-one", Shop.ITEMS);
        Api.tenant("p-two");
        Api stranger = Api.as("tenant-admin@p-two");

        assertThat(stranger.get("/api/v1/pipelines/shop").status()).isEqualTo(404);
        assertThat(stranger.post("/api/v1/pipelines/shop/runs", "").status()).isEqualTo(404);
        assertThat(stranger.get("/api/v1/pipelines/shop/runs").status()).isEqualTo(404);
        assertThat(stranger.get("/api/v1/pipelines").text()).isEqualTo("[]");
    }
}
