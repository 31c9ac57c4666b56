package dev.ingest.scheduler.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every list that may be long is read in pages, each item once. */
@SchedulerTest
class PagesTest {
    private static final String TENANT = "pages";

    @BeforeAll
    static void threeOfEach() {
        if (Api.as("operator").get("/api/v1/tenants?limit=1000").text().contains("\"%s\"".formatted(TENANT))) {
            return;
        }
        Api admin = Shop.open(TENANT, Shop.PIPELINE).admin();
        Api operator = Api.as("operator");
        for (int i = 1; i <= 3; i++) {
            admin.put(
                    "/api/v1/credentials/c" + i,
                    "{\"values\": {\"secret\": \"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"}}");
            admin.put("/api/v1/destinations/d" + i, """
                    {"kind": "jdbc", "properties": {"uri": "jdbc:postgresql://h/d", "catalog": "c", "warehouse": "s3://b-pages/"}}""");
            admin.putYaml("/api/v1/connectors/c" + i, Shop.MANIFEST);
            admin.put(
                    "/api/v1/sources/s" + i,
                    "{\"namespace\": \"web\", \"columns\": [{\"name\": \"id\", \"type\": \"long\"}], \"key\": [\"id\"]}");
            admin.put(
                    "/api/v1/feature-views/v/v" + i,
                    "{\"source\": \"s1\", \"entityKeys\": [\"id\"], \"online\": true}");
            admin.put("/api/v1/notifications/n" + i, """
                    {"kind": "WEBHOOK", "url": "https://127.0.0.1:1/", "credential": "c1", "events": ["budget.reached"]}""");
            admin.post("/api/v1/tokens", "{\"name\": \"t%d\", \"role\": \"producer\"}".formatted(i));
            operator.put("/api/v1/plans/p" + i, "{\"currency\": \"EUR\", \"tiers\": [{\"perGb\": 1}]}");
            operator.put(
                    "/api/v1/tenants/" + TENANT + "/apps/a" + i, "{\"clientId\": \"i\", \"clientSecret\": \"s3cret\"}");
        }
        Api.tenant("pages-2");
        Api.tenant("pages-3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "credentials",
                "destinations",
                "connectors",
                "sources",
                "feature-views",
                "notifications",
                "tokens",
                "tables"
            })
    void tenantsListsComeInPagesThatTogetherAreTheWhole(String list) {
        assertPaged(Api.as("tenant-viewer@" + TENANT), "/api/v1/" + list);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenants", "plans", "tenants/pages/apps"})
    void operatorsListsDoToo(String list) {
        assertPaged(Api.as("operator"), "/api/v1/" + list);
    }

    private static void assertPaged(Api reader, String list) {
        List<JsonNode> whole = items(reader.get(list + "?limit=1000"));
        assertThat(whole).hasSizeGreaterThanOrEqualTo(3);
        assertThat(items(reader.get(list))).isEqualTo(whole);

        List<JsonNode> read = new ArrayList<>();
        Answer page = reader.get(list + "?limit=2");
        while (true) {
            List<JsonNode> items = items(page);
            assertThat(items).hasSizeBetween(1, 2);
            read.addAll(items);
            if (page.next().isEmpty()) {
                break;
            }
            page = reader.get(list + page.next().get());
        }
        assertThat(read).isEqualTo(whole);
    }

    @Test
    void limitIsWithinBounds() {
        Api reader = Api.as("tenant-viewer@" + TENANT);
        for (String list : List.of("credentials", "tables", "alerts", "users", "tokens")) {
            assertThat(reader.get("/api/v1/" + list + "?limit=0").detail()).isEqualTo("limit: 0 (expected: 1 to 1000)");
            assertThat(reader.get("/api/v1/" + list + "?limit=1001").status()).isEqualTo(400);
            assertThat(reader.get("/api/v1/" + list + "?limit=1000&after=%27%3B--")
                            .status())
                    .isEqualTo(200);
        }
    }

    private static List<JsonNode> items(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<JsonNode> items = new ArrayList<>();
        answer.json().forEach(items::add);
        return items;
    }
}
