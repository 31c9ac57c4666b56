package dev.ingest.scheduler.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Topics;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.contracts.event.InvocationReported.Outcome;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.contracts.event.StreamWork;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.Eventually;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.MovableClock;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From drains' reports to what the next drains are told. */
@SchedulerTest
class SelfTuningTest {
    private static final Ulid IDS = new Ulid(Clock.systemUTC());
    private static final TableRef ITEMS = new TableRef("shop", "items");
    private static final String OF_STREAM = "/api/v1/pipelines/shop/streams/items/tuning";

    @Inject
    Log log;

    @Inject
    MovableClock clock;

    private static StreamWork worked(String tenant, int batch) {
        return work(tenant, Optional.of(batch), 3L * batch, StreamWork.Outcome.WORKED);
    }

    private static StreamWork work(String tenant, Optional<Integer> batch, long records, StreamWork.Outcome outcome) {
        return new StreamWork(tenant, ITEMS, batch, records, Duration.ofSeconds(3), outcome);
    }

    private InvocationReported drain(String id, String service, Outcome outcome, int memory, StreamWork... streams) {
        return new InvocationReported(
                InvocationReported.EVERYONE,
                id,
                service,
                Topics.RECORDS,
                900,
                clock.instant(),
                Duration.ofSeconds(10),
                memory,
                100,
                500,
                7,
                outcome,
                Duration.ofMinutes(4),
                List.of(streams));
    }

    private static JsonNode decisions(Shop shop, int count) {
        return Eventually.when(
                () -> shop.admin().get(OF_STREAM).json(),
                view -> view.get("decisions").size() >= count);
    }

    @Test
    void lowMemoryGrowsTheBatchOfTheNextRequestsAndARepeatedReportChangesNothing() {
        Shop shop = Shop.open("st-grow", Shop.ITEMS);
        InvocationReported drain = drain(IDS.next(), "executor", Outcome.FINISHED, 20, worked("st-grow", 500));
        log.tell(drain, drain, drain);
        log.tell(drain(IDS.next(), "executor", Outcome.FINISHED, 60, worked("st-grow", 625)));

        JsonNode view = decisions(shop, 2);

        assertThat(view.get("executorBatch").asInt()).isEqualTo(625);
        assertThat(view.get("decisions")).hasSize(2);
        JsonNode grown = view.get("decisions").get(1);
        assertThat(grown.get("action").asText()).isEqualTo("GROW");
        assertThat(grown.get("before").asInt()).isEqualTo(500);
        assertThat(grown.get("signal").get("invocation").asText()).isEqualTo(drain.invocation());
        assertThat(grown.get("signal").get("peakMemoryBytes").asInt()).isEqualTo(20);
        shop.run();
        assertThat(log.requests("st-grow")).extracting(SliceRequested::batch).containsOnly(625);
    }

    @Test
    void writersBatchIsInTheTablesConfigurationWithAnotherETag() {
        Shop shop = Shop.open("st-table", Shop.ITEMS);
        Api service = Api.as("service-cron");
        String path = "/internal/v1/tenants/st-table/tables/shop/items";
        Answer before = service.get(path);
        assertThat(before.json().get("batch").asInt()).isEqualTo(50_000);

        log.tell(drain(IDS.next(), "writer", Outcome.FINISHED, 90, worked("st-table", 50_000)));
        decisions(shop, 1);

        Answer after = service.get(path);
        assertThat(after.json().get("batch").asInt()).isEqualTo(37_500);
        assertThat(after.etag()).isNotEqualTo(before.etag());
    }

    @Test
    void drainThatNeverToldItsEndHalvesOnceHoweverOftenItIsLookedFor() {
        Shop shop = Shop.open("st-lost", Shop.ITEMS);
        String lost = IDS.next();
        String late = IDS.next();
        log.tell(
                drain(
                        lost,
                        "writer",
                        Outcome.STARTED,
                        20,
                        work("st-lost", Optional.empty(), 0, StreamWork.Outcome.MET)),
                drain(
                        late,
                        "executor",
                        Outcome.STARTED,
                        20,
                        work("st-lost", Optional.of(500), 0, StreamWork.Outcome.MET)),
                drain(late, "executor", Outcome.FINISHED, 60, worked("st-lost", 500)));
        decisions(shop, 1);
        tick();
        assertThat(decisions(shop, 1).get("decisions")).hasSize(1);

        clock.forward(Duration.ofMinutes(6));
        tick();
        tick();
        log.tell(drain(lost, "writer", Outcome.FINISHED, 20, worked("st-lost", 50_000)));
        log.tell(drain(IDS.next(), "writer", Outcome.FINISHED, 60, worked("st-lost", 25_000)));

        JsonNode view = decisions(shop, 3);
        assertThat(view.get("writerBatch").asInt()).isEqualTo(25_000);
        assertThat(view.get("decisions")).hasSize(3);
        assertThat(view.get("decisions").get(1).get("action").asText()).isEqualTo("HALVE");
        assertThat(view.get("decisions").get(1).get("signal").get("outcome").asText())
                .isEqualTo("LOST");
    }

    private static void tick() {
        assertThat(Api.as("service-cron").post("/internal/v1/tick", "").status())
                .isEqualTo(200);
    }

    @Test
    void streamThatIsStuckAtTheMinimumIsAnAlertUntilItWorks() {
        Shop shop = Shop.open("st-stuck", Shop.ITEMS);
        StreamWork cutOff = work("st-stuck", Optional.of(1000), 5, StreamWork.Outcome.TIMED_OUT);
        log.tell(drain(
                IDS.next(),
                "writer",
                Outcome.DEADLINE,
                20,
                work("st-stuck", Optional.of(1500), 5, StreamWork.Outcome.TIMED_OUT)));
        log.tell(drain(IDS.next(), "writer", Outcome.DEADLINE, 20, cutOff));
        log.tell(drain(IDS.next(), "writer", Outcome.DEADLINE, 20, cutOff));
        decisions(shop, 3);

        JsonNode alerts = shop.admin().get("/api/v1/alerts").json();
        assertThat(alerts).hasSize(1);
        assertThat(alerts.get(0).get("kind").asText()).isEqualTo("TUNING_STUCK");
        assertThat(alerts.get(0).get("subject").asText()).isEqualTo("writer shop.items");
        String link = alerts.get(0).get("link").asText();
        assertThat(shop.admin().get(link).json().get("writerBatch").asInt()).isEqualTo(1000);

        log.tell(drain(IDS.next(), "writer", Outcome.FINISHED, 60, worked("st-stuck", 1000)));
        decisions(shop, 4);
        assertThat(shop.admin().get("/api/v1/alerts").json()).isEmpty();
    }

    @Test
    void decisionsArePagedAndBounded() {
        Shop shop = Shop.open("st-pages", Shop.ITEMS);
        String first = "";
        for (int i = 0; i < 203; i++) {
            String id = IDS.next();
            first = first.isEmpty() ? id : first;
            log.tell(drain(id, "writer", Outcome.FINISHED, 60, worked("st-pages", 50_000)));
        }
        String last = IDS.next();
        // what is older than all that is kept may have been heard before
        log.tell(drain(first, "writer", Outcome.OUT_OF_MEMORY, 60, worked("st-pages", 50_000)));
        log.tell(drain(last, "writer", Outcome.FINISHED, 60, worked("st-pages", 50_000)));
        JsonNode page = Eventually.when(
                () -> shop.admin().get(OF_STREAM + "?limit=150").json(),
                view -> view.get("decisions").findValuesAsText("invocation").contains(last));
        assertThat(page.get("decisions")).hasSize(150);
        JsonNode rest = shop.admin()
                .get(OF_STREAM + "?limit=150&before=" + page.get("next").asText())
                .json();
        assertThat(rest.get("decisions")).hasSize(50);
        assertThat(rest.has("next")).isFalse();
        assertThat(rest.get("writerBatch").asInt()).isEqualTo(50_000);
        assertThat(shop.admin().get(OF_STREAM + "?limit=0").status()).isEqualTo(400);
    }

    @Test
    void reportOfATenantThatIsGoneStopsNobody() {
        Shop shop = Shop.open("st-here", Shop.ITEMS);
        log.tell(
                drain(IDS.next(), "executor", Outcome.FINISHED, 20, worked("st-nowhere", 500), worked("st-here", 500)));
        assertThat(decisions(shop, 1).get("executorBatch").asInt()).isEqualTo(625);
    }

    @Test
    void batchThatIsSetByHandIsTunedFromThere() {
        Shop shop = Shop.open("st-hand", Shop.ITEMS);
        log.tell(drain(IDS.next(), "executor", Outcome.FINISHED, 20, worked("st-hand", 500)));
        decisions(shop, 1);
        Api.as("operator").put("/api/v1/tenants/st-hand/tuning/shop/items", "{\"batch\": 100}");
        assertThat(decisions(shop, 1).get("executorBatch").asInt()).isEqualTo(100);
        log.tell(drain(IDS.next(), "executor", Outcome.FINISHED, 20, worked("st-hand", 100)));
        assertThat(decisions(shop, 2).get("executorBatch").asInt()).isEqualTo(125);
    }
}
