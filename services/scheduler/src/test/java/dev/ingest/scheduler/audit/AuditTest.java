package dev.ingest.scheduler.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.AppDatabase;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@SchedulerTest
class AuditTest {
    /** What the platform writes while it works; everything else is what somebody decided. */
    private static final List<String> BOOKS = List.of(
            "alert",
            "audit",
            "notification_delivery",
            "rejection",
            "run",
            "run_stream",
            "slice",
            "stream_state",
            "table_commit",
            "table_head",
            "table_upkeep",
            "tuned_batch",
            "tuning_decision",
            "usage_day",
            "usage_event");

    /** The same of what is no tenant's. */
    private static final List<String> BOOKS_OF_NOBODY =
            List.of("fact_error", "flyway_schema_history", "invocation", "operator_audit");

    private static final String UNAUDITED_OF_NOBODY = """
            select c.relname from pg_class c
            where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
            and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant')
            and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'audited' and t.tgenabled = 'O')
            order by 1""";

    private static final String UNAUDITED = """
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relkind in ('r', 'p') and a.attname = 'tenant' and c.relnamespace = 'public'::regnamespace
            and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'audited' and t.tgenabled = 'O')
            order by 1""";

    @Inject
    Log log;

    @Inject
    AppDatabase database;

    @Test
    void everyTableOfATenantThatIsNoBookOfThePlatformIsAudited() throws SQLException {
        assertThat(names(UNAUDITED)).containsExactlyElementsOf(BOOKS);
    }

    @Test
    void everyTableOfNobodyThatIsNoBookOfThePlatformIsAudited() throws SQLException {
        assertThat(names(UNAUDITED_OF_NOBODY)).containsExactlyElementsOf(BOOKS_OF_NOBODY);
    }

    private List<String> names(String sql) throws SQLException {
        try (Connection app = database.connect();
                ResultSet tables = app.createStatement().executeQuery(sql)) {
            List<String> names = new ArrayList<>();
            while (tables.next()) {
                names.add(tables.getString(1));
            }
            return names;
        }
    }

    @Test
    void changeOfAPricePlanIsToldToTheOperatorWithWhatItWas() {
        Api operator = Api.as("operator");
        String plan = "{\"currency\": \"EUR\", \"tiers\": [{\"perGb\": %s}]}";
        assertThat(operator.put("/api/v1/plans/u-plan", plan.formatted("1")).status())
                .isEqualTo(200);
        assertThat(operator.put("/api/v1/plans/u-plan", plan.formatted("2")).status())
                .isEqualTo(200);

        List<JsonNode> told = operator.get("/api/v1/operator/audit?limit=500")
                .json()
                .valueStream()
                .filter(change -> change.get("subject").asText().equals("u-plan"))
                .toList();

        assertThat(told).extracting(change -> change.get("action").asText()).containsExactly("CHANGED", "CREATED");
        assertThat(told).allSatisfy(change -> {
            assertThat(change.get("actor").asText()).isEqualTo("operator");
            assertThat(change.get("kind").asText()).isEqualTo("price_plan");
        });
        assertThat(told.getFirst().at("/fields/terms/from").asText()).contains("\"perGb\":1");
        assertThat(told.getFirst().at("/fields/terms/to").asText()).contains("\"perGb\":2");
        assertThat(operator.get("/api/v1/operator/audit?limit=0").detail()).isEqualTo("limit: 0 (expected: 1 to 500)");
    }

    @Test
    void changeIsToldWithWhoWhenAndWhat() {
        Shop shop = Shop.open("u-log", Shop.ITEMS);

        var ignored = shop.admin().put("/api/v1/pipelines/shop", Shop.ITEMS.replace("manual", "daily"));

        Answer log = Api.as("tenant-viewer@u-log").get("/api/v1/audit?limit=1");
        assertThat(log.json()).hasSize(1);
        JsonNode change = log.json().get(0);
        assertThat(change.get("actor").asText()).isEqualTo("tenant-admin@u-log");
        assertThat(change.get("action").asText()).isEqualTo("CHANGED");
        assertThat(change.get("kind").asText()).isEqualTo("pipeline");
        assertThat(change.get("subject").asText()).isEqualTo("shop");
        assertThat(change.get("at").asText()).endsWith("Z");
        assertThat(change.get("fields").toString()).isEqualTo("{\"schedule\":{\"from\":\"manual\",\"to\":\"daily\"}}");
    }

    @Test
    void readOfWhatNoMaskCoversIsTold() {
        Api.tenant("u-read");

        Answer told = Api.as("service-masking")
                .post(
                        "/internal/v1/tenants/u-read/reads",
                        "{\"actor\":\"tenant-admin@u-read\",\"kind\":\"dead_letter\",\"subject\":\"shop.items/a-1\"}");

        assertThat(told.status()).isEqualTo(204);
        JsonNode read = Api.as("tenant-viewer@u-read")
                .get("/api/v1/audit?limit=1")
                .json()
                .get(0);
        assertThat(read.get("actor").asText()).isEqualTo("tenant-admin@u-read");
        assertThat(read.get("action").asText()).isEqualTo("READ");
        assertThat(read.get("kind").asText()).isEqualTo("dead_letter");
        assertThat(read.get("subject").asText()).isEqualTo("shop.items/a-1");
        assertThat(Api.as("service-masking")
                        .post(
                                "/internal/v1/tenants/u-nobody/reads",
                                "{\"actor\":\"a\",\"kind\":\"b\",\"subject\":\"c\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void logIsReadInPagesFromTheLatestToTheFirst() {
        Shop shop = Shop.open("u-pages", Shop.ITEMS);
        List<String> told = new ArrayList<>();
        String before = "";
        JsonNode page = shop.admin().get("/api/v1/audit?limit=2").json();
        while (!page.isEmpty()) {
            page.forEach(entry -> told.add("%s %s %s"
                    .formatted(
                            entry.get("action").asText(),
                            entry.get("kind").asText(),
                            entry.get("subject").asText())));
            before = page.get(page.size() - 1).get("number").asText();
            page = shop.admin().get("/api/v1/audit?limit=2&before=" + before).json();
        }

        assertThat(told)
                .containsExactly(
                        "CREATED lake_table shop.items",
                        "CREATED pipeline shop",
                        "CREATED credential shop",
                        "CREATED connector shop@1",
                        "CREATED lake_table query_log.queries",
                        "CREATED destination managed",
                        "CREATED tenant Test");
        assertThat(shop.admin().get("/api/v1/audit?limit=501").detail()).isEqualTo("limit: 501 (expected: 1 to 500)");
    }

    @Test
    void whatThePlatformDoesItselfIsToldAsItsOwnAndWhatItMovesIsNot() {
        Shop shop = Shop.open("u-own", Shop.ITEMS.replace("manual", "hourly"));
        String run = shop.run();
        log.tell(Attempts.failed(log.requests("u-own").getFirst(), SliceFailed.Kind.AUTH, "401"));
        shop.run(run, "failed");

        JsonNode change = shop.admin().get("/api/v1/audit?limit=1").json().get(0);

        assertThat(change.get("actor").asText()).isEqualTo("the platform");
        assertThat(change.get("fields").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("paused_kind", "paused_reason", "paused_at");
    }

    @Test
    void noSecretAndNoHashIsInTheLog() {
        Shop shop = Shop.open("u-secret", Shop.ITEMS);
        var ignored = shop.admin().put("/api/v1/credentials/shop", "{\"values\": {\"token\": \"t0ps3cret\"}}");
        Answer token = shop.admin().post("/api/v1/tokens", "{\"name\": \"app\", \"role\": \"producer\"}");

        String log = shop.admin().get("/api/v1/audit").text();

        assertThat(log)
                .contains("access_token")
                .doesNotContain(
                        "t0ps3cret",
                        token.text("token"),
                        "sha256\":{\"to\":\"" + dev.ingest.scheduler.http.Sha256.hex(token.text("token")));
    }
}
