package dev.ingest.scheduler.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SchedulerTest
class ConnectorTest {
    @Test
    void uploadSaysWhatTheManifestCanFetch() {
        Api.tenant("c-upload");
        Api admin = Api.as("tenant-admin@c-upload");

        Answer put = admin.putYaml("/api/v1/connectors/shop", Shop.MANIFEST);

        assertThat(put.status()).isEqualTo(201);
        assertThat(put.json().get("version").asInt()).isEqualTo(1);
        assertThat(put.json().get("language").asText()).isEqualTo("7.28");
        assertThat(put.json().get("streams").toString())
                .isEqualTo("[{\"name\":\"items\",\"key\":[\"id\"],\"incremental\":false},"
                        + "{\"name\":\"Order-Events\",\"key\":[],\"cursor\":\"at\",\"incremental\":true}]");
        assertThat(Api.as("tenant-viewer@c-upload")
                        .get("/api/v1/connectors/shop")
                        .text())
                .isEqualTo(put.text());
    }

    @Test
    void sameTextIsTheSameVersionAndAnotherTextTheNext() {
        Api.tenant("c-versions");
        Api admin = Api.as("tenant-admin@c-versions");
        admin.putYaml("/api/v1/connectors/shop", Shop.MANIFEST);

        Answer same = admin.putYaml("/api/v1/connectors/shop", Shop.MANIFEST);
        Answer changed = admin.putYaml("/api/v1/connectors/shop", Shop.MANIFEST + "# changed\n");

        assertThat(same.status()).isEqualTo(200);
        assertThat(same.json().get("version").asInt()).isEqualTo(1);
        assertThat(changed.status()).isEqualTo(201);
        assertThat(changed.json().get("version").asInt()).isEqualTo(2);
        assertThat(admin.get("/api/v1/connectors").json()).hasSize(1);
        Answer first = Api.as("service-executor").get("/internal/v1/tenants/c-versions/connectors/shop/1");
        assertThat(first.text()).isEqualTo(Shop.MANIFEST);
        assertThat(first.type()).isEqualTo("application/yaml");
    }

    @Test
    void manifestThatDoesNotParseNamesThePath() {
        Api.tenant("c-broken");
        Api admin = Api.as("tenant-admin@c-broken");

        Answer answer = admin.putYaml(
                "/api/v1/connectors/shop", Shop.MANIFEST.replaceFirst("type: SimpleRetriever", "type: MagicRetriever"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("INVALID_ARGUMENT");
        assertThat(answer.detail()).startsWith("streams[0].retriever").contains("MagicRetriever");
        assertThat(admin.get("/api/v1/connectors/shop").status()).isEqualTo(404);
    }

    static List<Arguments> hostileManifests() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(10)));
        }
        String circle = Shop.MANIFEST + "\nmetadata: { a: { $ref: '#/metadata/b' }, b: { $ref: '#/metadata/a' } }\n";
        return List.of(
                arguments("bomb", bomb.toString(), "aliases expand to more than"),
                arguments("circle", circle, "#/metadata/"),
                arguments("too-long", "a: '" + "x".repeat(2_000_000) + "'\n", "expected: 1 to 2000000"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileManifests")
    void manifestThatIsMadeToBeTooMuchIsRefusedWhenItIsUploaded(String name, String manifest, String says) {
        Api.tenant("c-" + name);
        Api admin = Api.as("tenant-admin@c-" + name);

        Answer answer = admin.putYaml("/api/v1/connectors/shop", manifest);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.detail()).contains(says).hasSizeLessThan(1000);
        assertThat(admin.get("/api/v1/connectors").text()).isEqualTo("[]");
    }

    @Test
    void upgradeShowsWhatItChangesForWhom() {
        Shop shop = Shop.open("c-upgrade", Shop.PIPELINE);
        String other = Shop.MANIFEST
                .replace("name: { type: [string, \"null\"] }", "title: { type: string }")
                .replace("price: { type: [number, \"null\"] }", "price: { type: string }")
                .replace("name: Order-Events", "name: events");
        Answer refused = shop.admin().putYaml("/api/v1/connectors/shop", other);
        Answer told = shop.admin().putYaml("/api/v1/connectors/shop?drop=Order-Events", other);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail())
                .isEqualTo("streams: 'Order-Events' is missing and pipeline 'shop' reads it"
                        + " (expected: a manifest that has it, or ?drop=Order-Events)");
        assertThat(told.status()).isEqualTo(201);
        Answer changes = shop.admin().get("/api/v1/connectors/shop/versions/2/changes");
        assertThat(changes.text()).isEqualTo("""
                {"from":1,"to":2,"added":["events"],"dropped":["Order-Events"],"changed":[{"name":"items","what":[\
                "column 'name' is gone; the table keeps it","column 'price': was double, is string",\
                "column 'title' of type string is new"]}],\
                "pipelines":[{"name":"shop","version":1,"loses":["Order-Events"]}]}""");
        assertThat(shop.admin().put("/api/v1/pipelines/shop", Shop.PIPELINE).detail())
                .startsWith("streams[1].name: 'Order-Events' (expected: one of the connector's streams items, events)");
    }

    @Test
    void everyVersionStaysAsItWasUploaded() {
        Shop shop = Shop.bare("c-history");
        var ignored = shop.admin().putYaml("/api/v1/connectors/shop", Shop.MANIFEST + "# second\n");

        Answer versions = shop.admin().get("/api/v1/connectors/shop/versions?limit=1");

        assertThat(versions.json()).hasSize(1);
        assertThat(versions.json().get(0).get("version").asInt()).isEqualTo(2);
        Answer older = shop.admin()
                .get("/api/v1/connectors/shop/versions" + versions.next().orElseThrow());
        assertThat(older.json().get(0).get("version").asInt()).isEqualTo(1);
        assertThat(older.next()).isEmpty();
        assertThat(shop.admin()
                        .get("/api/v1/connectors/shop/versions/1/manifest")
                        .text())
                .isEqualTo(Shop.MANIFEST);
        assertThat(shop.admin().get("/api/v1/connectors/shop/versions/3").status())
                .isEqualTo(404);
    }

    @Test
    void anotherTenantsConnectorDoesNotExist() {
        Shop.bare("c-one");
        Api.tenant("c-two");

        assertThat(Api.as("tenant-admin@c-two").get("/api/v1/connectors/shop").status())
                .isEqualTo(404);
        assertThat(Api.as("tenant-admin@c-two").get("/api/v1/connectors").text())
                .isEqualTo("[]");
    }
}
