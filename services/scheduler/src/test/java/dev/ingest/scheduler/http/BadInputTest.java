package dev.ingest.scheduler.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and programs send that nobody meant to send. */
@SchedulerTest
class BadInputTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Text for people is data: it is kept and told as it is, and never run. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Größe & Maß",
                "管道",
                "خط أنابيب",
                "ท่อ",
                "🙂👩‍👩‍👧",
                "../../etc/passwd",
                "'; drop table pipeline; --",
                "\" or 1=1 --",
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "{{ config['token'] }}",
                "${jndi:ldap://x}",
                "a\u202Eb",
                "%s%n%d"
            })
    void textForPeopleComesBackAsItWasWhateverIsInIt(String text) {
        Shop shop = Shop.open("q-" + Integer.toHexString(text.hashCode()), Shop.ITEMS);

        Answer paused = shop.admin().post("/api/v1/pipelines/shop/pause", json(Map.of("reason", text)));

        assertThat(paused.status()).as(paused.text()).isEqualTo(200);
        assertThat(paused.type()).isEqualTo("application/json");
        assertThat(paused.json().at("/paused/reason").asText()).isEqualTo(text);
        assertThat(shop.admin()
                        .get("/api/v1/pipelines/shop")
                        .json()
                        .at("/paused/reason")
                        .asText())
                .isEqualTo(text);
        assertThat(shop.admin()
                        .get("/api/v1/audit?limit=1")
                        .json()
                        .at("/0/fields/paused_reason/to")
                        .asText())
                .isEqualTo(text);
    }

    @Test
    void textOfTenThousandCharactersIsRefusedWhereverItStands() {
        Shop shop = Shop.open("q-long", Shop.ITEMS);
        String text = "x".repeat(10_000);

        assertThat(Api.as("operator")
                        .post("/api/v1/tenants", json(Map.of("id", text, "name", "a")))
                        .status())
                .isEqualTo(400);
        assertThat(Api.as("operator")
                        .post("/api/v1/tenants", json(Map.of("id", "a", "name", text)))
                        .detail())
                .isEqualTo("name: 10000 characters (expected: 1 to 200, not all blank)");
        assertThat(shop.admin()
                        .post("/api/v1/pipelines/shop/pause", json(Map.of("reason", text)))
                        .detail())
                .startsWith("reason: 10000 characters");
        assertThat(shop.admin()
                        .put("/api/v1/credentials/a", json(Map.of("values", Map.of(text, "v"))))
                        .detail())
                .startsWith("values: a key: 10000 characters");
        for (String field : new String[] {"connector", "credential", "namespace", "schedule"}) {
            String body = Shop.ITEMS.replaceFirst(
                    "\"%s\": \"[^\"]*\"".formatted(field), "\"%s\": \"%s\"".formatted(field, text));
            assertThat(shop.admin().put("/api/v1/pipelines/long", body).status())
                    .as(field)
                    .isIn(400, 404);
        }
        assertThat(shop.admin().get("/api/v1/pipelines").json()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                         | values: missing (expected: a value)
            {"values": {}}                             | values: none (expected: at least one)
            {"values": {"token": null}}                | values.token: missing (expected: a value)
            {"values": {"": "t0ps3cret"}}              | values: a key: 0 characters
            {"values": {"token": {"a": "t0ps3cret"}}}  | values.token:
            {"values": ["t0ps3cret"]}                  | values:
            {"values": "t0ps3cret"}                    | values:
            "t0ps3cret"                                | body:
            {"values": {"token": "t0ps3cret"           | body:
            """)
    void credentialFormThatIsFilledInWrongNamesTheFieldAndNoValue(String body, String says) {
        Api admin = Api.as("tenant-admin@q-form");
        if (admin.get("/api/v1/credentials").status() == 404) {
            Api.tenant("q-form");
        }

        Answer refused = admin.put("/api/v1/credentials/shop", body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.detail()).startsWith(says);
        assertThat(refused.text()).doesNotContain("t0ps3cret");
        assertThat(admin.get("/api/v1/credentials").text()).isEqualTo("[]");
    }

    /** Left out, it would be another change than the one that was meant. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            pipelines/shop     | {"schedul": "hourly"}                                      | schedul: no such field
            pipelines/shop     | {"timing": {"timezone": "Europe/Berlin"}}                  | timing.timezone: no such field
            pipelines/shop     | {"streams": [{"name": "items", "keys": ["id"]}]}           | streams[0].keys: no such field
            budget             | {"ammount": 5}                                             | ammount: no such field (expected: one of amount)
            policies/shop/items | {"column": {}}                                            | column: no such field
            sources/clicks     | {"columns": [{"name": "a", "tpye": "string"}]}             | columns[0].tpye: no such field
            """)
    void fieldThatNobodyKnowsIsRefused(String path, String body, String says) {
        Api admin = Api.as("tenant-admin@q-fields");
        if (admin.get("/api/v1/credentials").status() == 404) {
            Api.tenant("q-fields");
        }

        Answer refused = admin.put("/api/v1/" + path, body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.detail()).startsWith(says);
    }

    @Test
    void whatWasReadCanBeWrittenBackAsItIs() {
        Shop shop = Shop.open("q-back", Shop.ITEMS);
        expect(200, shop.admin().post("/api/v1/pipelines/shop/pause", "{}"));
        expect(
                200,
                shop.admin()
                        .put("/api/v1/policies/shop/items", "{\"columns\": {\"name\": {\"analyst\": \"SHA256\"}}}"));
        for (String path : new String[] {"/api/v1/pipelines/shop", "/api/v1/policies/shop/items"}) {
            Answer read = shop.admin().get(path);

            Answer written = shop.admin().putIf(path, read.etag().orElseThrow(), read.text());

            assertThat(written.status()).as(written.text()).isEqualTo(200);
            assertThat(written.etag()).isEqualTo(read.etag());
        }
    }

    /** What a manifest asks for and nobody gave is named when the pipeline is made, not when it runs. */
    @Test
    void credentialThatLacksWhatTheConnectorAsksForIsRefusedByThePipelineAndMoreThanItAsksForIsNot() {
        Shop shop = Shop.bare("q-lacks");
        expect(200, shop.admin().put("/api/v1/credentials/empty", "{\"values\": {\"other\": \"t0ps3cret\"}}"));
        expect(
                200,
                shop.admin()
                        .put("/api/v1/credentials/more", "{\"values\": {\"token\": \"t\", \"other\": \"t0ps3cret\"}}"));
        String pipeline = Shop.ITEMS.replace("\"credential\": \"shop\"", "\"credential\": \"%s\"");

        Answer lacks = shop.admin().put("/api/v1/pipelines/shop", pipeline.formatted("empty"));

        assertThat(lacks.status()).isEqualTo(400);
        assertThat(lacks.detail()).startsWith("config.token: is missing").doesNotContain("t0ps3cret");
        expect(200, shop.admin().put("/api/v1/pipelines/shop", pipeline.formatted("more")));
        Answer typed = shop.admin().put("/api/v1/pipelines/shop", Shop.ITEMS.replace("\"2026-01-01\"", "7"));
        assertThat(typed.status()).isEqualTo(400);
        assertThat(typed.detail()).startsWith("config.start_date: has the wrong type (expected string)");
    }

    private static void expect(int status, Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }
}
