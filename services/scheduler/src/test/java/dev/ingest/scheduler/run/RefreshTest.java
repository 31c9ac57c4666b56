package dev.ingest.scheduler.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.contracts.event.SliceStaged;
import dev.ingest.contracts.event.StreamCompleted;
import dev.ingest.contracts.event.StreamFailed;
import dev.ingest.contracts.event.StreamRun;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.contracts.event.Tally;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Eventually;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A stream that every run brings as a whole. */
@SchedulerTest
class RefreshTest {
    @Inject
    Log log;

    @Test
    void writerIsToldWhenEverySliceIsStagedAndTheRunEndsWithTheSwap() {
        Shop shop = refreshed("f-whole");
        String run = shop.run();
        List<SliceRequested> requests = log.requestsOf("f-whole", run);
        assertThat(requests).hasSize(3);

        SliceStaged first = staged(requests.get(0), 5);
        log.tell(first, first, staged(requests.get(1), 7), staged(requests.get(2), 0), first);

        StreamCompleted marker = awaitMarkers("f-whole").getFirst();
        assertThat(marker).isEqualTo(new StreamCompleted(new StreamRun("shop", run, "Order-Events"), 3, 3, 12, 300));
        assertThat(shop.run(run).text("status")).isEqualTo("running");
        log.tell(swapped(shop, marker), swapped(shop, marker));
        Answer done = shop.run(run, "succeeded");
        assertThat(done.json().get("rows").asInt()).isEqualTo(12);
        assertThat(log.requestsOf("f-whole", shop.run()))
                .extracting(SliceRequested::number)
                .containsExactlyInAnyOrder(4L, 5L, 6L);
    }

    @Test
    void refreshThatLacksASliceIsGivenUpAndBegunAnew() {
        Shop shop = refreshed("f-lacks");
        String run = shop.run();
        List<SliceRequested> requests = log.requestsOf("f-lacks", run);
        log.tell(
                staged(requests.get(0), 5),
                Attempts.failed(requests.get(1), SliceFailed.Kind.CONFIG, "404"),
                staged(requests.get(2), 5));
        Answer failed = shop.run(run, "failed");
        assertThat(failed.json().get("streams").get(0).get("status").asText()).isEqualTo("failed");
        assertThat(failed.json().get("rows").asInt()).isZero();
        assertThat(log.markers("f-lacks")).isEmpty();
        assertThat(log.requestsOf("f-lacks", shop.run()))
                .extracting(SliceRequested::number)
                .containsExactlyInAnyOrder(4L, 5L, 6L);
    }

    @Test
    void refreshThatTheWriterRefusesHasFailed() {
        Shop shop = refreshed("f-refused");
        String run = shop.run();
        log.requestsOf("f-refused", run).forEach(request -> log.tell(staged(request, 1)));
        StreamCompleted marker = awaitMarkers("f-refused").getFirst();
        log.tell(new StreamFailed("f-refused", marker.of(), SliceFailed.Kind.TRANSIENT, "a slice is missing"));
        assertThat(shop.run(run, "failed").toString()).contains("a slice is missing");
    }

    private List<StreamCompleted> awaitMarkers(String tenant) {
        return Eventually.when(() -> log.markers(tenant), markers -> !markers.isEmpty());
    }

    private static Shop refreshed(String tenant) {
        return Shop.open(
                tenant,
                Shop.PIPELINE
                        .replace("{\"name\": \"items\"}, ", "")
                        .replace("\"Order-Events\"", "\"Order-Events\", \"merge\": \"FULL_REFRESH\""));
    }

    private static SliceStaged staged(SliceRequested request, long records) {
        SliceAttempt attempt = Attempts.attempt(request);
        return new SliceStaged(request.tenant(), attempt, Optional.empty(), records, 100);
    }

    private static TableCommitted swapped(Shop shop, StreamCompleted marker) {
        return new TableCommitted(
                shop.tenant(),
                new TableRef("shop", "order_events"),
                77,
                Instant.parse("2026-01-01T00:00:00Z"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                marker.records(),
                marker.bytes(),
                1,
                Optional.of(new Tally(marker.records(), 0, marker.records())),
                Optional.of(marker.of()),
                Optional.empty());
    }
}
