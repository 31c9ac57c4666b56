package dev.ingest.scheduler.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.Topics;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.RecordsRejected;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@SchedulerTest
class RunTest {
    private static final String EVENTS = "Order-Events";

    @Inject
    Log log;

    @Test
    void runAsksForNumberedSlicesAndWakesTheExecutor() {
        Shop shop = Shop.open("r-start", Shop.PIPELINE);

        Answer started = shop.admin().post("/api/v1/pipelines/shop/runs", "");

        assertThat(started.status()).isEqualTo(202);
        assertThat(started.text("status")).isEqualTo("running");
        List<SliceRequested> requests = log.requests("r-start");
        assertThat(requests).hasSize(4).allSatisfy(request -> {
            assertThat(request.run()).isEqualTo(started.text("id"));
            assertThat(request.key()).isEqualTo("r-start/shop");
            assertThat(request.connector()).isEqualTo("shop");
            assertThat(request.connectorVersion()).isEqualTo(1);
            assertThat(request.state()).isEmpty();
            assertThat(request.batch()).isPositive();
        });
        assertThat(of(EVENTS, requests)).extracting(SliceRequested::number).containsExactly(1L, 2L, 3L);
        assertThat(of(EVENTS, requests))
                .extracting(request ->
                        request.start().orElseThrow() + ".." + request.end().orElseThrow())
                .containsExactly("2026-01-01..2026-01-10", "2026-01-11..2026-01-20", "2026-01-21..2026-01-30");
        assertThat(of("items", requests)).singleElement().satisfies(request -> {
            assertThat(request.start()).isEmpty();
            assertThat(request.table()).hasToString("shop.items");
        });
        assertThat(requests).extracting(SliceRequested::slice).doesNotHaveDuplicates();
        log.awaitWakeup(
                Topics.WAKEUPS_EXECUTOR,
                wakeup -> wakeup.getValue().topic().equals(Topics.REQUESTS)
                        && wakeup.getValue().partition() == wakeup.getKey());
    }

    @Test
    void runSucceedsWhenAllItsSlicesAreCommitted() {
        Shop shop = Shop.open("r-success", Shop.PIPELINE);
        String run = shop.run();

        log.requests("r-success").forEach(request -> log.tell(Attempts.committed(request, "{}")));

        Answer done = shop.run(run, "succeeded");
        assertThat(done.json().get("rows").asInt()).isEqualTo(40);
        assertThat(done.json().get("bytes").asInt()).isEqualTo(400);
        assertThat(done.json().get("durationMs").asLong()).isNotNegative();
        assertThat(done.text("finishedAt")).endsWith("Z");
        assertThat(done.json().get("streams").get(1).toString())
                .isEqualTo("{\"name\":\"Order-Events\",\"table\":\"shop.order_events\",\"status\":\"succeeded\","
                        + "\"slices\":3,\"done\":3,\"rows\":30,\"bytes\":300,\"rejected\":0,"
                        + "\"ledger\":{\"fetched\":30,\"deduplicated\":0,\"committed\":30,\"deadLettered\":0}}");
        assertThat(shop.admin().get("/api/v1/pipelines/shop/runs").json().get(0).toString())
                .isEqualTo(done.json().toString());
    }

    @Test
    void nextRunGoesOnFromTheCheckpointWithTheNextNumbers() {
        Shop shop = Shop.open("r-next", Shop.PIPELINE);
        String first = shop.run();
        // the newest record that each slice met is older than the slice's end
        String newest = "{\"at\":\"2026-01-25\"}";
        of(EVENTS, log.requests("r-next")).forEach(request -> log.tell(Attempts.committed(request, newest)));
        of("items", log.requests("r-next")).forEach(request -> log.tell(Attempts.committed(request, "{}")));
        shop.run(first, "succeeded");

        String second = shop.run();

        List<SliceRequested> requests = of(EVENTS, log.requestsOf("r-next", second));
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.number()).isEqualTo(4);
            assertThat(request.start()).contains("2026-01-25");
            assertThat(request.state()).contains(newest);
        });
        assertThat(of("items", log.requestsOf("r-next", second)))
                .extracting(SliceRequested::number)
                .containsExactly(2L);
    }

    @Test
    void checkpointWaitsForTheGapToClose() {
        Shop shop = Shop.open("r-gap", Shop.PIPELINE);
        String first = shop.run();
        List<SliceRequested> events = of(EVENTS, log.requests("r-gap"));
        of("items", log.requests("r-gap")).forEach(request -> log.tell(Attempts.committed(request, "{}")));
        log.tell(
                Attempts.committed(events.get(2), state(events.get(2))),
                Attempts.committed(events.get(0), state(events.get(0))),
                Attempts.failed(events.get(1), SliceFailed.Kind.TRANSIENT, "out of order"));
        shop.run(first, "partly_failed");

        String second = shop.run();

        List<SliceRequested> again = of(EVENTS, log.requestsOf("r-gap", second));
        assertThat(again).singleElement().satisfies(request -> {
            assertThat(request.slice()).isEqualTo(events.get(1).slice());
            assertThat(request.number()).isEqualTo(2);
            assertThat(request.start()).isEqualTo(events.get(1).start());
            assertThat(request.state()).contains(state(events.get(0)));
        });
        of("items", log.requestsOf("r-gap", second)).forEach(request -> log.tell(Attempts.committed(request, "{}")));
        log.tell(Attempts.committed(again.getFirst(), state(again.getFirst())));
        shop.run(second, "succeeded");
        String third = shop.run();
        assertThat(of(EVENTS, log.requestsOf("r-gap", third))).singleElement().satisfies(request -> {
            assertThat(request.number()).isEqualTo(4);
            assertThat(request.state()).contains(state(events.get(2)));
        });
    }

    @Test
    void whatAnAttemptForAnEarlierRequestMetIsNoNewsOfTheSlice() {
        Shop shop = Shop.open("r-zombie", Shop.ITEMS);
        String run = shop.run();
        SliceRequested request = log.requests("r-zombie").getFirst();
        Clock before = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-16));

        log.tell(
                new SliceFailed(
                        "r-zombie",
                        request.attempt(new Ulid(before).next()),
                        SliceFailed.Kind.AUTH,
                        "of an executor that lost its partition"),
                Attempts.committed(request, "{}"));

        Answer done = shop.run(run, "succeeded");
        assertThat(done.json().get("errors").toString()).isEqualTo("[]");
    }

    @Test
    void failedSliceOfAStreamWithoutACursorIsRequestedAgain() {
        Shop shop = Shop.open("r-failed", Shop.ITEMS);
        String first = shop.run();
        SliceRequested request = log.requests("r-failed").getFirst();
        log.tell(Attempts.failed(request, SliceFailed.Kind.AUTH, "401 from the API"));
        Answer failed = shop.run(first, "failed");
        assertThat(failed.json().get("errors").toString())
                .isEqualTo("[{\"stream\":\"items\",\"kind\":\"AUTH\",\"message\":\"401 from the API\"}]");

        String second = shop.run();

        SliceRequested again = log.requestsOf("r-failed", second).getFirst();
        assertThat(again.slice()).isEqualTo(request.slice());
        assertThat(again.number()).isEqualTo(1);
        log.tell(
                Attempts.failed(request, SliceFailed.Kind.AUTH, "an old attempt, late"),
                Attempts.committed(again, "{}"));
        assertThat(shop.run(second, "succeeded").json().get("errors")).isEmpty();
        assertThat(shop.run(first).text("status")).isEqualTo("failed");
    }

    @Test
    void factsToldTwiceCountOnce() {
        Shop shop = Shop.open("r-twice", Shop.PIPELINE);
        String run = shop.run();
        List<SliceRequested> requests = log.requests("r-twice");
        TableCommitted committed = Attempts.committed(requests.get(0), "{}");
        SliceFailed failed = Attempts.failed(requests.get(1), SliceFailed.Kind.CONFIG, "no");
        RecordsRejected rejected =
                new RecordsRejected("r-twice", requests.get(0).table(), "one", committed.slice(), 3, "id is missing");
        log.tell(committed, committed, rejected, rejected, failed, failed, committed);

        requests.stream().skip(2).forEach(request -> log.tell(Attempts.committed(request, "{}")));

        Answer done = shop.run(run, "partly_failed");
        assertThat(done.json().get("rows").asInt()).isEqualTo(30);
        assertThat(done.json().get("rejected").asInt()).isEqualTo(3);
        assertThat(done.json().get("errors")).hasSize(1);
    }

    @Test
    void runsOfAPipelineDoNotOverlap() {
        Shop shop = Shop.open("r-overlap", Shop.ITEMS);
        String first = shop.run();

        Answer second = shop.admin().post("/api/v1/pipelines/shop/runs", "");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.detail()).isEqualTo("pipeline 'shop' is running; wait until it is done");
        log.tell(Attempts.committed(log.requests("r-overlap").getFirst(), "{}"));
        shop.run(first, "succeeded");
        assertThat(shop.admin().post("/api/v1/pipelines/shop/runs", "").status())
                .isEqualTo(202);
    }

    @Test
    void streamThatCannotBePlannedFailsAndTheOthersGoOn() {
        Shop shop = Shop.open("r-config", Shop.PIPELINE.replace("2026-01-01", "yesterday"));

        String run = shop.run();

        assertThat(log.requestsOf("r-config", run))
                .extracting(SliceRequested::stream)
                .containsExactly("items");
        log.tell(Attempts.committed(log.requests("r-config").getFirst(), "{}"));
        Answer done = shop.run(run, "partly_failed");
        assertThat(done.json().get("errors").get(0).get("kind").asText()).isEqualTo("CONFIG");
        assertThat(done.json().get("errors").get(0).get("message").asText()).contains("yesterday");
    }

    @Test
    void longHistoryIsAskedForWhole() {
        Shop shop = Shop.open("r-long", Shop.PIPELINE.replace("2026-01-01", "2006-01-01"));

        String run = shop.run();

        List<SliceRequested> events = of(EVENTS, log.requestsOf("r-long", run));
        assertThat(events)
                .extracting(SliceRequested::number)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 734).boxed().toList());
        assertThat(events.getFirst().start()).contains("2006-01-01");
        assertThat(events.getLast().end()).contains("2026-01-30");
    }

    @Test
    void planWithTooManySlicesSaysWhatToChange() {
        Shop shop = Shop.open("r-many", Shop.PIPELINE.replace("2026-01-01", "1870-01-01"));

        String run = shop.run();

        assertThat(shop.run(run).json().get("errors").get(0).get("message").asText())
                .matches(
                        "stream 'Order-Events': \\d{4} slices \\(expected: at most 5000; give its cursor a longer step or a later start\\)");
        assertThat(of(EVENTS, log.requestsOf("r-many", run))).isEmpty();
    }

    @Test
    void anotherTenantsRunDoesNotExist() {
        Shop shop = Shop.open("r-one", Shop.ITEMS);
        Api.tenant("r-two");
        String run = shop.run();

        assertThat(Api.as("tenant-viewer@r-one").get("/api/v1/runs/" + run).status())
                .isEqualTo(200);
        assertThat(Api.as("tenant-admin@r-two").get("/api/v1/runs/" + run).status())
                .isEqualTo(404);
    }

    private static List<SliceRequested> of(String stream, List<SliceRequested> requests) {
        return requests.stream()
                .filter(request -> request.stream().equals(stream))
                .toList();
    }

    private static String state(SliceRequested request) {
        return "{\"at\":\"%s\"}".formatted(request.end().orElseThrow());
    }
}
