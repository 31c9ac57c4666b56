package dev.ingest.scheduler.tick;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.MovableClock;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes with a schedule: overlap, what was missed, blackouts, pauses, upstreams, and clocks that are set. */
@SchedulerTest
class TimingTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Inject
    Log log;

    @Inject
    MovableClock clock;

    @Test
    void runThatIsDueWhileTheLastOneGoesOnFollowsItWhereThePolicyQueues() {
        Shop shop = Shop.open("m-queue", hourly("\"overlap\": \"QUEUE\""));
        String first = shop.run();
        clock.forward(HOUR);
        tick();
        clock.forward(HOUR);
        tick();
        assertThat(runs(shop)).hasSize(1);

        commit(shop, first);
        shop.run(first, "succeeded");
        tick();
        tick();

        assertThat(runs(shop)).hasSize(2);
        assertThat(runs(shop).get(0).get("cause").asText()).startsWith("its schedule, hourly, at ");
    }

    @Test
    void runThatIsDueReplacesTheLastOneWhereThePolicySaysSo() {
        Shop shop = Shop.open("m-replace", hourly("\"overlap\": \"REPLACE\""));
        String first = shop.run();
        clock.forward(HOUR);

        tick();

        assertThat(runs(shop)).hasSize(2);
        Answer replaced = shop.run(first);
        assertThat(replaced.text("status")).isEqualTo("cancelled");
        assertThat(replaced.json().at("/reason/message").asText())
                .isEqualTo("cancelled by the schedule, which was due again");
        String second = runs(shop).get(0).get("id").asText();
        assertThat(log.requestsOf("m-replace", second))
                .extracting(SliceRequested::slice)
                .isEqualTo(log.requestsOf("m-replace", first).stream()
                        .map(SliceRequested::slice)
                        .toList());
    }

    @Test
    void whatWasMissedIsOneRunEachOrNone() {
        Shop once = Shop.open("m-once", hourly("\"catchUp\": \"ONCE\""));
        Shop skip = Shop.open("m-skip", hourly("\"catchUp\": \"SKIP\""));
        Shop all = Shop.open("m-all", hourly("\"catchUp\": \"ALL\", \"overlap\": \"QUEUE\""));
        clock.forward(HOUR.multipliedBy(3));

        for (int i = 0; i < 4; i++) {
            tick();
            for (Shop shop : List.of(once, all)) {
                runs(shop).forEach(run -> commit(shop, run.get("id").asText()));
                runs(shop).forEach(run -> shop.run(run.get("id").asText(), "succeeded"));
            }
        }

        assertThat(runs(once)).hasSize(1);
        assertThat(runs(skip)).isEmpty();
        assertThat(runs(all)).hasSize(3);
        for (Shop shop : List.of(once, skip, all)) {
            assertThat(nextRun(shop)).isBetween(clock.instant(), clock.instant().plus(HOUR));
        }
    }

    @Test
    void nothingBeginsInABlackout() {
        LocalTime now = LocalTime.ofInstant(clock.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
        Shop shop = Shop.open(
                "m-blackout",
                hourly("\"blackouts\": [{\"from\": \"%s\", \"to\": \"%s\"}]"
                        .formatted(now.minusHours(1), now.plusHours(3))));
        Instant end = nextRun(shop);
        clock.forward(HOUR.plusMinutes(30));

        tick();

        assertThat(runs(shop)).isEmpty();
        assertThat(LocalTime.ofInstant(end, ZoneOffset.UTC)).isEqualTo(now.plusHours(3));
        clock.forward(Duration.between(clock.instant(), end).plusSeconds(1));
        tick();
        assertThat(runs(shop)).hasSize(1);
    }

    @Test
    void pausedPipelineRunsByHandOnly() {
        Shop shop = Shop.open("m-pause", hourly(""));

        Answer paused = shop.admin().post("/api/v1/pipelines/shop/pause", "{\"reason\": \"stocktaking\"}");
        clock.forward(HOUR);
        tick();

        assertThat(paused.json().at("/paused/kind").asText()).isEqualTo("ADMIN");
        assertThat(paused.json().at("/paused/reason").asText()).isEqualTo("stocktaking");
        assertThat(paused.json().has("nextRunAt")).isFalse();
        assertThat(runs(shop)).isEmpty();
        commit(shop, shop.run());
        Answer resumed = shop.admin().post("/api/v1/pipelines/shop/resume", "");
        assertThat(resumed.json().has("paused")).isFalse();
        assertThat(nextRun(shop)).isBetween(clock.instant(), clock.instant().plus(HOUR));
    }

    @Test
    void pipelineFollowsTheSuccessOfItsUpstream() {
        Shop shop = Shop.open("m-after", Shop.ITEMS);
        String follower = Shop.ITEMS
                .replace("\"namespace\": \"shop\"", "\"namespace\": \"mall\"")
                .replace("manual", "after shop");
        assertThat(shop.admin().put("/api/v1/pipelines/mall", follower).status())
                .isEqualTo(200);
        String first = shop.run();
        log.tell(Attempts.failed(log.requestsOf("m-after", first).getFirst(), SliceFailed.Kind.TRANSIENT, "not today"));
        shop.run(first, "failed");
        tick();
        assertThat(runs(shop, "mall")).isEmpty();

        String second = shop.run();
        commit(shop, second);
        shop.run(second, "succeeded");
        tick();
        tick();

        assertThat(runs(shop, "mall")).hasSize(1);
        assertThat(runs(shop, "mall").get(0).get("cause").asText()).isEqualTo("pipeline 'shop' succeeded");
    }

    @Test
    void pipelineCannotFollowItself() {
        Shop shop = Shop.open("m-cycle", Shop.ITEMS);
        String follower = Shop.ITEMS
                .replace("\"namespace\": \"shop\"", "\"namespace\": \"mall\"")
                .replace("manual", "after shop");
        assertThat(shop.admin().put("/api/v1/pipelines/mall", follower).status())
                .isEqualTo(200);

        Answer cycle = shop.admin().put("/api/v1/pipelines/shop", Shop.ITEMS.replace("manual", "after mall"));
        Answer unknown = shop.admin().put("/api/v1/pipelines/shop", Shop.ITEMS.replace("manual", "after nobody"));

        assertThat(cycle.status()).isEqualTo(400);
        assertThat(cycle.detail()).isEqualTo("schedule: 'after mall': pipeline 'shop' would wait for itself");
        assertThat(unknown.status()).isEqualTo(404);
    }

    @Test
    void nextRunsAreTold() {
        Shop shop = Shop.open(
                "m-next",
                Shop.ITEMS.replace("\"manual\"", "\"30 2 * * *\", \"timing\": {\"timeZone\": \"Europe/Berlin\"}"));

        Answer next = Api.as("tenant-viewer@m-next").get("/api/v1/pipelines/shop/schedule?count=400");
        Answer ten = Api.as("tenant-viewer@m-next").get("/api/v1/pipelines/shop/schedule");

        assertThat(next.detail()).isEqualTo("count: 400 (expected: 1 to 100)");
        assertThat(ten.json().get("next")).hasSize(10);
        assertThat(ten.json().at("/timing/timeZone").asText()).isEqualTo("Europe/Berlin");
        List<Instant> times = new ArrayList<>();
        ten.json().get("next").forEach(time -> times.add(Instant.parse(time.asText())));
        assertThat(times).isSorted().doesNotHaveDuplicates().first().isEqualTo(nextRun(shop));
    }

    @Test
    void timeThatWasPlannedByAClockThatWasWrongIsPlannedAgain() {
        clock.forward(Duration.ofDays(400));
        Shop shop = Shop.open("m-clock", hourly(""));
        clock.forward(Duration.ofDays(-400));
        assertThat(nextRun(shop)).isAfter(clock.instant().plus(Duration.ofDays(390)));

        tick();

        assertThat(runs(shop)).isEmpty();
        assertThat(nextRun(shop)).isBetween(clock.instant(), clock.instant().plus(HOUR));
        clock.forward(HOUR);
        tick();
        clock.forward(Duration.ofMinutes(-4));
        tick();
        assertThat(runs(shop)).as("a step back does not run it twice").hasSize(1);
        clock.forward(Duration.ofMinutes(4));
    }

    private static String hourly(String timing) {
        return Shop.ITEMS.replace("\"manual\"", "\"hourly\", \"timing\": {%s}".formatted(timing));
    }

    private void commit(Shop shop, String run) {
        log.requestsOf(shop.tenant(), run).forEach(request -> log.tell(Attempts.committed(request, "{}")));
    }

    private static JsonNode runs(Shop shop) {
        return runs(shop, "shop");
    }

    private static JsonNode runs(Shop shop, String pipeline) {
        return shop.admin().get("/api/v1/pipelines/" + pipeline + "/runs").json();
    }

    private static Instant nextRun(Shop shop) {
        return Instant.parse(shop.admin().get("/api/v1/pipelines/shop").text("nextRunAt"));
    }

    private static void tick() {
        Answer answer = Api.as("service-cron").post("/internal/v1/tick", "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
}
