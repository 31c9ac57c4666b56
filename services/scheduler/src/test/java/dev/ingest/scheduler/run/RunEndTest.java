package dev.ingest.scheduler.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceReported;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.contracts.event.Tally;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Eventually;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.MovableClock;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How runs wait, end and go on, and what a person is told of it. */
@SchedulerTest
class RunEndTest {
    @Inject
    Log log;

    @Inject
    MovableClock clock;

    @Test
    void cancelledRunAsksForNothingMoreAndTheNextOneGoesOnWhereItStopped() {
        Shop shop = Shop.open("e-cancel", Shop.PIPELINE);
        String run = shop.run();
        List<SliceRequested> requests = log.requests("e-cancel");
        log.tell(Attempts.committed(requests.getFirst(), "{}"));
        shop.runWhen(run, answer -> answer.json().get("rows").asInt() == 10);

        Answer cancelled = shop.admin().post("/api/v1/runs/" + run + "/cancel", "");

        assertThat(cancelled.text("status")).isEqualTo("cancelled");
        assertThat(cancelled.json().get("streams").findValuesAsText("status")).containsOnly("cancelled");
        assertThat(cancelled.json().at("/reason/message").asText()).isEqualTo("cancelled by tenant-admin@e-cancel");
        assertThat(cancelled.json().at("/reason/action").asText())
                .isEqualTo("run the pipeline again: what was not fetched is fetched then");
        assertThat(shop.admin().post("/api/v1/runs/" + run + "/cancel", "").detail())
                .isEqualTo("run '%s' has ended: it is cancelled".formatted(run));
        log.tell(Attempts.committed(requests.get(1), "{}"));
        String next = shop.run();
        assertThat(log.requestsOf("e-cancel", next))
                .extracting(SliceRequested::slice)
                .contains(requests.get(2).slice(), requests.get(3).slice())
                .doesNotContain(requests.get(0).slice());
        assertThat(shop.run(run).text("status")).isEqualTo("cancelled");
    }

    @Test
    void retryFetchesWhatFailedAndNothingElse() {
        Shop shop = Shop.open("e-retry", Shop.PIPELINE);
        String run = shop.run();
        List<SliceRequested> requests = log.requests("e-retry");
        assertThat(shop.admin().post("/api/v1/runs/" + run + "/retry", "").detail())
                .isEqualTo("run '%s' has not ended; wait until it is done, or cancel it".formatted(run));
        SliceRequested failed = requests.get(2);
        requests.stream()
                .filter(request -> !request.equals(failed))
                .forEach(request -> log.tell(Attempts.committed(request, "{}")));
        log.tell(Attempts.failed(failed, SliceFailed.Kind.TRANSIENT, "gone for a moment"));
        Answer ended = shop.run(run, "partly_failed");
        assertThat(ended.json().at("/reason/message").asText())
                .isEqualTo("stream '%s': gone for a moment".formatted(failed.stream()));
        assertThat(ended.json().at("/reason/link").asText()).isEqualTo("/api/v1/runs/" + run + "/retry");

        Answer retry = shop.admin().post(ended.json().at("/reason/link").asText(), "");

        assertThat(retry.status()).isEqualTo(202);
        assertThat(retry.json().get("streams")).hasSize(1);
        assertThat(retry.text("cause")).isEqualTo("retry of run %s, asked for by tenant-admin@e-retry".formatted(run));
        assertThat(log.requestsOf("e-retry", retry.text("id")))
                .extracting(SliceRequested::slice)
                .containsExactly(failed.slice());
        log.requestsOf("e-retry", retry.text("id")).forEach(request -> log.tell(Attempts.committed(request, "{}")));
        shop.run(retry.text("id"), "succeeded");
        assertThat(shop.admin().post("/api/v1/runs/" + run + "/retry", "").detail())
                .startsWith("run '%s' is not the newest".formatted(run));
        assertThat(shop.admin()
                        .post("/api/v1/runs/" + retry.text("id") + "/retry", "")
                        .detail())
                .isEqualTo("nothing failed in run '%s'".formatted(retry.text("id")));
    }

    @Test
    void runThatTheApiToldToWaitSaysUntilWhenAndGoesOnByItself() {
        Shop shop = Shop.open("e-wait", Shop.ITEMS);
        String run = shop.run();
        Instant until = clock.instant().plus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.SECONDS);

        log.tell(Attempts.deferred(log.requests("e-wait").getFirst(), Optional.empty(), until));

        Answer waiting = shop.run(run, "waiting_for_budget");
        assertThat(waiting.json().at("/reason/message").asText()).isEqualTo("the API asked to wait until " + until);
        assertThat(shop.admin().post("/api/v1/pipelines/shop/runs", "").status())
                .isEqualTo(409);
        clock.forward(Duration.ofMinutes(31));
        var ignored = Api.as("service-cron").post("/internal/v1/tick", "");
        shop.run(run, "running");
        log.tell(Attempts.committed(log.requests("e-wait").getLast(), "{}"));
        shop.run(run, "succeeded");
    }

    @Test
    void refusedCredentialPausesThePipelineUntilTheApiTakesIt() {
        Shop shop = Shop.open("e-auth", Shop.ITEMS.replace("manual", "hourly"));
        String run = shop.run();

        log.tell(Attempts.failed(log.requests("e-auth").getFirst(), SliceFailed.Kind.AUTH, "401 from the API"));

        Answer failed = shop.run(run, "failed");
        assertThat(failed.json().at("/reason/action").asText())
                .isEqualTo(
                        "paste the credential 'shop' again and check the pipeline: it resumes when the API takes it");
        assertThat(failed.json().at("/reason/link").asText()).isEqualTo("/api/v1/credentials/shop");
        Answer pipeline = shop.admin().get("/api/v1/pipelines/shop");
        assertThat(pipeline.json().at("/paused/kind").asText()).isEqualTo("AUTH");
        assertThat(pipeline.json().at("/paused/reason").asText()).isEqualTo("401 from the API");
        assertThat(pipeline.json().has("nextRunAt")).isFalse();
        Answer alerts = Api.as("tenant-viewer@e-auth").get("/api/v1/alerts");
        assertThat(alerts.json()).hasSize(1);
        assertThat(alerts.json().at("/0/message").asText())
                .isEqualTo("pipeline 'shop' is paused: the API refused its credential: 401 from the API");
        assertThat(alerts.json().at("/0/link").asText()).isEqualTo("/api/v1/credentials/shop");

        String again = shop.run();
        log.tell(Attempts.committed(log.requestsOf("e-auth", again).getFirst(), "{}"));
        shop.run(again, "succeeded");

        assertThat(shop.admin().get("/api/v1/pipelines/shop").json().has("paused"))
                .isFalse();
        assertThat(shop.admin().get("/api/v1/pipelines/shop").text("nextRunAt")).isNotEmpty();
        assertThat(shop.admin().get("/api/v1/alerts").json()).isEmpty();
        assertThat(shop.admin().get("/api/v1/alerts?open=false").json().get(0).has("resolvedAt"))
                .isTrue();
    }

    @Test
    void ledgerTellsWhatBecameOfEveryRecord() {
        Shop shop = Shop.open("e-ledger", Shop.ITEMS);
        String run = shop.run();

        log.tell(Attempts.committed(log.requests("e-ledger").getFirst(), "{}", new Tally(100, 3, 90)));

        assertThat(shop.run(run, "succeeded").json().at("/streams/0/ledger").toString())
                .isEqualTo("{\"fetched\":100,\"deduplicated\":7,\"committed\":90,\"deadLettered\":3}");
        assertThat(shop.admin().get("/api/v1/alerts").json()).isEmpty();
    }

    @Test
    void ledgerTellsWhatTheApiSaidOnceItDidForEverySlice() {
        Shop shop = Shop.open("e-reported", Shop.PIPELINE);
        String run = shop.run();
        List<SliceRequested> events = log.requests("e-reported").stream()
                .filter(request -> request.stream().equals("Order-Events"))
                .toList();
        TableCommitted first = Attempts.committed(events.getFirst(), "{}");
        log.tell(reported(first, 12));
        log.tell(first);
        shop.runWhen(run, told -> ledger(told).path("reported").asLong() == 12);

        for (SliceRequested request : events.subList(1, events.size())) {
            TableCommitted commit = Attempts.committed(request, "{}");
            // of an attempt that was not committed
            log.tell(reported(Attempts.committed(request, "{}"), 1000));
            log.tell(reported(commit, 10));
            log.tell(commit);
        }
        Answer told =
                shop.runWhen(run, answer -> ledger(answer).path("committed").asLong() == 10L * events.size());

        assertThat(ledger(told).path("reported").asLong()).isEqualTo(12 + 10L * (events.size() - 1));
    }

    @Test
    void oneSliceOfWhichTheApiSaysNothingMakesItUnknown() {
        Shop shop = Shop.open("e-unknown", Shop.PIPELINE);
        String run = shop.run();
        List<SliceRequested> events = log.requests("e-unknown").stream()
                .filter(request -> request.stream().equals("Order-Events"))
                .toList();
        for (SliceRequested request : events) {
            TableCommitted commit = Attempts.committed(request, "{}");
            if (!request.equals(events.getLast())) {
                log.tell(reported(commit, 10));
            }
            log.tell(commit);
        }
        Answer told =
                shop.runWhen(run, answer -> ledger(answer).path("committed").asLong() == 10L * events.size());

        assertThat(ledger(told).has("reported")).isFalse();
    }

    private static SliceReported reported(TableCommitted commit, long records) {
        return new SliceReported(commit.tenant(), commit.slice().orElseThrow(), records);
    }

    private static JsonNode ledger(Answer run) {
        for (JsonNode stream : run.json().path("streams")) {
            if (stream.path("name").asText().equals("Order-Events")) {
                return stream.path("ledger");
            }
        }
        throw new AssertionError(run.text());
    }

    @Test
    void ledgerThatDoesNotBalanceIsAnAlert() {
        Shop shop = Shop.open("e-unbalanced", Shop.PIPELINE);
        String run = shop.run();
        List<SliceRequested> requests = log.requests("e-unbalanced");

        for (SliceRequested request : requests) {
            boolean keyed = request.stream().equals("items");
            // more rows than records; and fewer, where nothing replaces anything
            log.tell(Attempts.committed(request, "{}", keyed ? new Tally(10, 0, 11) : new Tally(10, 0, 9)));
        }

        shop.run(run, "succeeded");
        Answer alerts = Eventually.when(
                () -> shop.admin().get("/api/v1/alerts"),
                answer -> answer.json().size() == 2);
        assertThat(alerts.json().findValuesAsText("message"))
                .containsExactlyInAnyOrder(
                        "stream 'items': 10 fetched, 11 committed, 0 dead-lettered: 1 too many",
                        "stream 'Order-Events': 30 fetched, 27 committed, 0 dead-lettered: 3 too few");
    }

    @Test
    void runSaysHowMuchLongerItTakes() {
        Shop shop = Shop.open("e-left", Shop.PIPELINE);
        String run = shop.run();
        assertThat(shop.run(run).json().has("leftMs")).isFalse();
        log.tell(Attempts.committed(log.requests("e-left").getFirst(), "{}"));
        shop.runWhen(run, answer -> answer.json().get("rows").asInt() == 10);

        clock.forward(Duration.ofMinutes(10));

        assertThat(shop.run(run).json().get("leftMs").asLong())
                .as("one of four took ten minutes")
                .isBetween(
                        Duration.ofMinutes(30).toMillis(),
                        Duration.ofMinutes(33).toMillis());
    }
}
