package dev.ingest.scheduler.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.UsageBilled;
import dev.ingest.contracts.event.UsageRecorded;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.AppDatabase;
import dev.ingest.scheduler.stack.Eventually;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.MovableClock;
import dev.ingest.scheduler.stack.SchedulerTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SchedulerTest
class BillingTest {
    private static final long GB = 1_000_000_000L;
    private static final TableRef ITEMS = new TableRef("shop", "items");
    private static final String PLAN =
            "{\"currency\": \"EUR\", \"monthly\": 10, \"freeGb\": 5, \"tiers\": [{\"upToGb\": 100, \"perGb\": 0.5}, {\"perGb\": 0.25}]}";

    @Inject
    Log log;

    @Inject
    MovableClock clock;

    @Inject
    AppDatabase database;

    @Test
    void usageCountsOnceHoweverOftenItIsToldAndWhateverBecameOfItsTable() {
        Api.tenant("b-once");
        UsageRecorded pulled =
                usage("b-once", "1", ITEMS, Optional.of("shop"), 100, Instant.parse("2026-03-01T23:59:59Z"));
        UsageRecorded pushed = usage("b-once", "2", ITEMS, Optional.empty(), 10, Instant.parse("2026-03-01T00:00:00Z"));
        UsageRecorded next = usage("b-once", "3", ITEMS, Optional.of("shop"), 1, Instant.parse("2026-03-02T00:00:00Z"));

        log.use(pulled, pushed, pulled, next, pushed, pulled);

        JsonNode days = Eventually.when(() -> month("b-once"), found -> found.size() == 3);
        assertThat(days.get(0).toString())
                .isEqualTo("{\"day\":\"2026-03-01\",\"namespace\":\"shop\",\"table\":\"items\",\"pipeline\":\"shop\","
                        + "\"rows\":7,\"bytes\":100,\"files\":1,\"commits\":1}");
        assertThat(days.get(1).has("pipeline")).isFalse();
        assertThat(days.get(2).get("day").asText()).isEqualTo("2026-03-02");
        Answer csv = Api.as("tenant-viewer@b-once").getAs("/api/v1/usage?from=2026-03-01&to=2026-03-31", "text/csv");
        assertThat(csv.text())
                .isEqualTo("day,namespace,table,pipeline,rows,bytes,files,commits\r\n"
                        + "2026-03-01,shop,items,shop,7,100,1,1\r\n2026-03-01,shop,items,,7,10,1,1\r\n"
                        + "2026-03-02,shop,items,shop,7,1,1,1\r\n");
    }

    @Test
    void usageOfNobodyIsPutAsideAndBlocksNobody() {
        Api.tenant("b-some");
        log.use(
                usage("b-nobody", "1", ITEMS, Optional.empty(), 1, Instant.parse("2026-03-01T00:00:00Z")),
                usage("b-some", "1", ITEMS, Optional.empty(), 2, Instant.parse("2026-03-01T00:00:00Z")));

        var ignored = Eventually.when(() -> month("b-some"), found -> found.size() == 1);
    }

    @Test
    void invoiceIsMadeOfTheLedgerAndTheTermsOfItsMonth() throws SQLException {
        Api.tenant("b-invoice");
        Api operator = Api.as("operator");
        Api viewer = Api.as("tenant-viewer@b-invoice");
        String month = thisMonth().toString();
        assertThat(operator.put("/api/v1/plans/b-plan", PLAN).status()).isEqualTo(200);
        assertThat(viewer.get("/api/v1/invoices/" + month).detail())
                .isEqualTo("price plan for month '%s' does not exist".formatted(month));
        assertThat(operator.put("/api/v1/tenants/b-invoice/plan", "{\"plan\": \"b-plan\"}")
                        .status())
                .isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            log.use(usage("b-invoice", "u" + i, ITEMS, Optional.of("shop"), 3 * GB, clock.instant()));
        }

        Answer invoice = Eventually.when(
                () -> viewer.get("/api/v1/invoices/" + month),
                answer -> answer.json().at("/invoice/bytes").asLong() == 15 * GB);

        assertThat(invoice.json().at("/invoice/total").asText()).isEqualTo("15.0");
        assertThat(invoice.json().get("over").asBoolean()).isFalse();
        assertThat(invoice.json().at("/invoice/lines")).hasSize(3);
        assertThat(bytesOfTheLedger("b-invoice")).isEqualTo(15 * GB);
        assertThat(operator.put("/api/v1/plans/b-plan", PLAN.replace("0.5}", "5}"))
                        .status())
                .isEqualTo(200);
        assertThat(viewer.get("/api/v1/invoices/" + month).json())
                .as("a new price list changes no invoice")
                .isEqualTo(invoice.json());
        assertThat(viewer.getAs("/api/v1/invoices/" + month, "text/csv").text())
                .isEqualTo(("month,text,quantity,unit,price,amount,currency\r\n"
                                + "M,monthly fee,1,month,10,10.00,EUR\r\nM,included,5,GB,0,0.00,EUR\r\n"
                                + "M,beyond 5 GB,10.000000000,GB,0.5,5.00,EUR\r\n")
                        .replace("M,", month + ","));
        assertThat(operator.put("/api/v1/tenants/b-invoice/plan", "{\"plan\": \"b-plan\", \"from\": \"2026-01\"}")
                        .detail())
                .isEqualTo("from: 2026-01 is over (expected: %s or later)".formatted(month));
    }

    @Test
    void budgetThatIsNearlyUsedUpAndThenIsTellsOnceEach() {
        Api.tenant("b-budget");
        Api admin = Api.as("tenant-admin@b-budget");
        var plan =
                Api.as("operator").put("/api/v1/plans/b-flat", "{\"currency\": \"EUR\", \"tiers\": [{\"perGb\": 1}]}");
        assertThat(plan.status()).isEqualTo(200);
        var given = Api.as("operator").put("/api/v1/tenants/b-budget/plan", "{\"plan\": \"b-flat\"}");
        assertThat(given.status()).isEqualTo(200);
        assertThat(admin.put("/api/v1/budget", "{\"amount\": 0}").detail()).startsWith("amount: 0 (expected: 0.01 to");
        assertThat(admin.put("/api/v1/budget", "{\"amount\": 10}").status()).isEqualTo(200);

        for (int i = 0; i < 8; i++) {
            log.use(usage("b-budget", "u" + i, ITEMS, Optional.of("shop"), GB, clock.instant()));
        }
        Answer nearly = Eventually.when(
                () -> admin.get("/api/v1/alerts"), answer -> !answer.json().isEmpty());
        log.use(usage("b-budget", "last", ITEMS, Optional.of("shop"), 3 * GB, clock.instant()));
        Answer over = Eventually.when(
                () -> admin.get("/api/v1/alerts"), answer -> answer.json().size() == 2);

        assertThat(nearly.json().at("/0/message").asText())
                .isEqualTo("%s costs 8.00 EUR so far: 80 %% of the budget of 10.00".formatted(thisMonth()));
        assertThat(over.json().at("/0/message").asText()).contains("costs 11.00 EUR so far: 110 %");
        assertThat(admin.get(over.json().at("/0/link").asText()).status()).isEqualTo(200);
        assertThat(admin.put("/api/v1/budget", "{\"amount\": 12}").status()).isEqualTo(200);
        assertThat(admin.get("/api/v1/alerts").json().findValuesAsText("subject"))
                .as("a greater budget is 91 %% used up")
                .containsExactly(thisMonth() + "/80");
        assertThat(admin.put("/api/v1/budget", "{}").json().has("amount")).isFalse();
        assertThat(admin.get("/api/v1/alerts").text()).as("no budget").isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999", "1e-99999999", "\"1e99999999\""})
    void amountThatNobodyCouldWriteOutIsRefused(String amount) {
        if (Api.as("tenant-admin@b-huge").get("/api/v1/budget").status() == 404) {
            Api.tenant("b-huge");
        }

        Answer budget = Api.as("tenant-admin@b-huge").put("/api/v1/budget", "{\"amount\": %s}".formatted(amount));
        Answer plan = Api.as("operator")
                .put("/api/v1/plans/b-huge", "{\"currency\": \"EUR\", \"tiers\": [{\"perGb\": %s}]}".formatted(amount));

        assertThat(budget.status()).isEqualTo(400);
        assertThat(budget.detail()).startsWith("amount: '1E").endsWith("(expected: a number of at most 100 digits)");
        assertThat(plan.detail()).startsWith("tiers[0].perGb: '1E");
    }

    @Test
    void alertOfAMonthIsOverWhenTheNextOneIsUsed() {
        Api.tenant("b-months");
        Api admin = Api.as("tenant-admin@b-months");
        var plan =
                Api.as("operator").put("/api/v1/plans/b-month", "{\"currency\": \"EUR\", \"tiers\": [{\"perGb\": 1}]}");
        assertThat(plan.status()).isEqualTo(200);
        var given = Api.as("operator").put("/api/v1/tenants/b-months/plan", "{\"plan\": \"b-month\"}");
        assertThat(given.status()).isEqualTo(200);
        assertThat(admin.put("/api/v1/budget", "{\"amount\": 1}").status()).isEqualTo(200);
        log.use(usage("b-months", "1", ITEMS, Optional.of("shop"), 2 * GB, clock.instant()));
        var ignored = Eventually.when(
                () -> admin.get("/api/v1/alerts"), answer -> !answer.json().isEmpty());

        log.use(usage(
                "b-months", "2", ITEMS, Optional.of("shop"), 1, clock.instant().plus(Duration.ofDays(31))));

        var over = Eventually.when(
                () -> admin.get("/api/v1/alerts"), answer -> answer.json().isEmpty());
        assertThat(over.status()).isEqualTo(200);
    }

    @Test
    void daysThatAreOverAreBilledOnceAndAgainIfMoreIsHeardOfThem() {
        Api.tenant("b-days");
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        log.use(
                usage("b-days", "1", ITEMS, Optional.of("shop"), 100, now),
                usage("b-days", "2", ITEMS, Optional.of("shop"), 50, now));
        var heard = Eventually.when(
                () -> Api.as("tenant-admin@b-days").get("/api/v1/usage").json(),
                days -> days.size() == 1 && days.get(0).get("commits").asInt() == 2);
        assertThat(heard).hasSize(1);
        tick();
        assertThat(log.billed("b-days")).isEmpty();

        clock.forward(Duration.ofHours(26));
        tick();
        tick();

        assertThat(log.billed("b-days"))
                .containsExactly(new UsageBilled(
                        "b-days/shop.items/shop/%s/2".formatted(today),
                        "b-days",
                        today,
                        ITEMS,
                        Optional.of("shop"),
                        14,
                        150,
                        2,
                        2,
                        2));
        log.use(usage("b-days", "late", ITEMS, Optional.of("shop"), 1, now));
        List<UsageBilled> again = Eventually.when(
                () -> {
                    tick();
                    return log.billed("b-days");
                },
                billed -> billed.size() > 1);
        assertThat(again).extracting(UsageBilled::revision).containsExactly(2L, 3L);
        assertThat(again.getLast().bytes()).isEqualTo(151);
    }

    private YearMonth thisMonth() {
        return YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
    }

    private static JsonNode month(String tenant) {
        return Api.as("tenant-viewer@" + tenant)
                .get("/api/v1/usage?from=2026-03-01&to=2026-03-31")
                .json();
    }

    private static UsageRecorded usage(
            String tenant, String id, TableRef table, Optional<String> pipeline, long bytes, Instant at) {
        return new UsageRecorded(tenant + "/" + id, tenant, table, pipeline, 7, bytes, 1, at);
    }

    private long bytesOfTheLedger(String tenant) throws SQLException {
        try (Connection app = database.connect(tenant);
                Statement statement = app.createStatement()) {
            try (ResultSet rows = statement.executeQuery("select sum(bytes) from usage_event")) {
                assertThat(rows.next()).isTrue();
                return rows.getLong(1);
            }
        }
    }

    private static void tick() {
        assertThat(Api.as("service-cron").post("/internal/v1/tick", "").status())
                .isEqualTo(200);
    }
}
