package dev.ingest.scheduler.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.event.RecordsRejected;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.contracts.event.TableCommitted;
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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A source that asks for a long wait: the slice, or its rest, is requested again after it and not before. */
@SchedulerTest
class DeferralTest {
    private static final String REST = "{\"page\":7}";
    private static final Duration WAIT = Duration.ofMinutes(5);

    @Inject
    Log log;

    @Inject
    MovableClock clock;

    @Test
    void sliceThatFetchedNothingIsTheSameSliceLater() {
        Shop shop = Shop.open("d-whole", Shop.ITEMS);
        String run = shop.run();
        SliceRequested request = log.requests("d-whole").getFirst();
        log.tell(Attempts.deferred(request, Optional.empty(), later()), sign(request));
        awaitSign(shop, run);

        tick();
        assertThat(log.requests("d-whole")).hasSize(1);
        clock.forward(WAIT);
        tick();

        List<SliceRequested> requests = log.requests("d-whole");
        assertThat(requests).hasSize(2);
        assertThat(requests.get(1)).isEqualTo(request);
        log.tell(Attempts.committed(request, "{}"));
        assertThat(shop.run(run, "succeeded")
                        .json()
                        .get("streams")
                        .get(0)
                        .get("slices")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void restOfAShorterSliceHasANumberOfItsOwn() {
        Shop shop = eventsOnly("d-rest");
        String run = shop.run();
        List<SliceRequested> requests = log.requests("d-rest");
        SliceRequested first = requests.getFirst();
        log.tell(Attempts.shorter(first, REST, later()));
        requests.stream().skip(1).forEach(request -> log.tell(Attempts.committed(request, "{\"at\":\"2026-01-30\"}")));
        log.tell(sign(first));
        Answer waiting = awaitSign(shop, run);
        assertThat(waiting.text("status")).isEqualTo("waiting_for_budget");
        assertThat(waiting.json().get("streams").get(0).get("slices").asInt()).isEqualTo(4);

        clock.forward(WAIT);
        tick();

        SliceRequested rest = log.requests("d-rest").stream()
                .filter(request -> request.number() == 4)
                .findFirst()
                .orElseThrow();
        assertThat(rest.start()).isEqualTo(first.start());
        assertThat(rest.end()).isEqualTo(first.end());
        assertThat(rest.slice()).isNotEqualTo(first.slice());
        assertThat(rest.state()).contains(REST);
        log.tell(Attempts.committed(rest, "{\"at\":\"2026-01-10\"}"));
        shop.run(run, "succeeded");
        assertThat(log.requestsOf("d-rest", shop.run()).getFirst().state())
                .as("what later slices reached")
                .contains("{\"at\":\"2026-01-30\"}");
    }

    @Test
    void restThatFailsIsRequestedByTheNextRun() {
        Shop shop = eventsOnly("d-fails");
        String run = shop.run();
        List<SliceRequested> requests = log.requests("d-fails");
        log.tell(Attempts.shorter(requests.getFirst(), REST, later()));
        requests.stream().skip(1).forEach(request -> log.tell(Attempts.committed(request, "{\"at\":\"2026-01-30\"}")));
        clock.forward(WAIT);
        shop.run(run, "running");
        SliceRequested rest = awaitNumber(4, "d-fails");

        log.tell(Attempts.failed(rest, SliceFailed.Kind.RATE_LIMIT, "429 again"));
        shop.run(run, "partly_failed");

        assertThat(log.requestsOf("d-fails", shop.run())).singleElement().satisfies(again -> {
            assertThat(again.slice()).isEqualTo(rest.slice());
            assertThat(again.state()).contains(REST);
        });
    }

    @Test
    void shorterSliceLeavesOneRestHoweverOftenItIsTold() {
        Shop shop = Shop.open("d-once", Shop.ITEMS);
        String run = shop.run();
        SliceRequested request = log.requests("d-once").getFirst();
        TableCommitted shorter = Attempts.shorter(request, REST, clock.instant());
        TableCommitted ofAnotherAttempt = Attempts.shorter(request, "{\"page\":9}", clock.instant());

        log.tell(shorter, shorter, ofAnotherAttempt, shorter, sign(request));

        Answer waiting = awaitSign(shop, run);
        assertThat(waiting.text("status")).isEqualTo("waiting_for_budget");
        assertThat(waiting.json().get("rows").asInt()).isEqualTo(10);
        assertThat(waiting.json().get("streams").get(0).get("slices").asInt()).isEqualTo(2);
        tick();
        assertThat(log.requestsOf("d-once", run)).hasSize(2).last().satisfies(rest -> {
            assertThat(rest.number()).isEqualTo(2);
            assertThat(rest.state()).contains(REST);
        });
        log.tell(Attempts.committed(log.requestsOf("d-once", run).getLast(), "{}"));
        shop.run(run, "succeeded");
    }

    @Test
    void restThatIsHeardOfAfterTheRunsEndIsTheNextRuns() {
        Shop shop = Shop.open("d-late", Shop.ITEMS);
        String run = shop.run();
        SliceRequested request = log.requests("d-late").getFirst();
        log.tell(Attempts.failed(request, SliceFailed.Kind.TRANSIENT, "away"));
        shop.run(run, "failed");
        log.tell(Attempts.shorter(request, REST, clock.instant()), sign(request));
        awaitSign(shop, run);

        String next = shop.run();

        assertThat(log.requestsOf("d-late", next)).singleElement().satisfies(rest -> {
            assertThat(rest.number()).isEqualTo(2);
            assertThat(rest.state()).contains(REST);
        });
        assertThat(shop.run(run).text("status")).isEqualTo("failed");
    }

    private SliceRequested awaitNumber(long number, String tenant) {
        return Eventually.when(
                        () -> {
                            tick();
                            return log.requests(tenant).stream()
                                    .filter(request -> request.number() == number)
                                    .findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Shop eventsOnly(String tenant) {
        return Shop.open(tenant, Shop.PIPELINE.replace("{\"name\": \"items\"}, ", ""));
    }

    /** A fact with a visible effect, told after others: when it is seen, they were applied. */
    private static RecordsRejected sign(SliceRequested request) {
        return new RecordsRejected(
                request.tenant(),
                request.table(),
                "sign/" + request.slice(),
                Optional.of(Attempts.attempt(request)),
                1,
                "sign");
    }

    private static Answer awaitSign(Shop shop, String run) {
        return Eventually.when(
                () -> shop.run(run), answer -> answer.json().get("rejected").asInt() == 1);
    }

    private Instant later() {
        return clock.instant().plus(WAIT);
    }

    private static void tick() {
        assertThat(Api.as("service-cron").post("/internal/v1/tick", "").status())
                .isEqualTo(200);
    }
}
