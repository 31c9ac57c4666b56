package dev.ingest.scheduler.overview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.UsageRecorded;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Eventually;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.MovableClock;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sentences of the product: row counts per table, pipeline health per connector, usage and cost. */
@SchedulerTest
class OverviewTest {
    @Inject
    Log log;

    @Inject
    MovableClock clock;

    @Test
    void overviewTellsRowsOfTodayHealthPerConnectorFreshnessAndCost() {
        Shop shop = Shop.open("o-all", Shop.ITEMS);
        Api.as("operator").put("/api/v1/plans/o-plan", "{\"currency\": \"EUR\", \"tiers\": [{\"perGb\": 2}]}");
        Api.as("operator").put("/api/v1/tenants/o-all/plan", "{\"plan\": \"o-plan\"}");
        assertThat(connector(overview("o-all"), 0).path("health").asText()).isEqualTo("new");
        String run = shop.run();
        log.tell(Attempts.committed(log.requests("o-all").getFirst(), "{}"));
        shop.run(run, "succeeded");
        log.use(
                usage("o-all", "1", Optional.of("shop"), 3_000_000_000L),
                usage("o-all", "2", Optional.empty(), 1_000_000_000L));

        JsonNode told = Eventually.when(
                () -> overview("o-all"), found -> found.path("rowsToday").asInt() == 14);

        assertThat(told.path("bytesToday").asLong()).isEqualTo(4_000_000_000L);
        assertThat(told.at("/cost/amount").decimalValue()).isEqualByComparingTo("8");
        assertThat(told.at("/cost/currency").asText()).isEqualTo("EUR");
        assertThat(told.path("days")).hasSize(1);
        JsonNode connector = connector(told, 0);
        assertThat(connector.path("name").asText()).isEqualTo("shop");
        assertThat(connector.path("health").asText()).isEqualTo("healthy");
        assertThat(connector.path("rowsToday").asInt()).isEqualTo(7);
        assertThat(connector.path("freshAt").asText()).isNotEmpty();
        assertThat(connector.at("/pipelines/0/schedule").asText()).isEqualTo("manual");
    }

    @Test
    void pipelineWhoseCredentialIsRefusedIsFailingAndComesFirst() {
        Shop shop = Shop.open("o-auth", Shop.ITEMS);
        shop.admin().putYaml("/api/v1/connectors/another", Shop.MANIFEST);
        shop.admin()
                .put(
                        "/api/v1/pipelines/another",
                        Shop.ITEMS
                                .replace("\"connector\": \"shop\"", "\"connector\": \"another\"")
                                .replace("\"namespace\": \"shop\"", "\"namespace\": \"another\""));
        String run = shop.run();
        log.tell(Attempts.failed(log.requests("o-auth").getFirst(), SliceFailed.Kind.AUTH, "401"));
        shop.run(run, "failed");

        JsonNode told = overview("o-auth");

        assertThat(told.path("alerts").asInt()).isEqualTo(1);
        assertThat(connector(told, 0).path("name").asText()).isEqualTo("shop");
        assertThat(connector(told, 0).path("health").asText()).isEqualTo("failing");
        assertThat(connector(told, 1).path("health").asText()).isEqualTo("new");
    }

    private static JsonNode overview(String tenant) {
        Answer answer = Api.as("tenant-viewer@" + tenant).get("/api/v1/overview");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode connector(JsonNode overview, int index) {
        return overview.path("connectors").path(index);
    }

    private UsageRecorded usage(String tenant, String id, Optional<String> pipeline, long bytes) {
        return new UsageRecorded(
                tenant + "/" + id, tenant, new TableRef("shop", "items"), pipeline, 7, bytes, 1, clock.instant());
    }
}
