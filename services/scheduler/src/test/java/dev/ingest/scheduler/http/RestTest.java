package dev.ingest.scheduler.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.MovableClock;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for calls of every kind: tags, pages, repeated calls. */
@SchedulerTest
class RestTest {
    private static final String SHOP = "/api/v1/pipelines/shop";

    @Inject
    Log log;

    @Inject
    MovableClock clock;

    @Test
    void ofTwoAdminsWhoEditAtOnceTheSecondIsToldAndNothingIsLost() {
        Shop shop = Shop.open("h-two", Shop.ITEMS);
        String read = shop.admin().get(SHOP).etag().orElseThrow();

        Answer first = shop.admin().putIf(SHOP, read, Shop.ITEMS.replace("manual", "daily"));
        Answer second = shop.admin().putIf(SHOP, read, Shop.ITEMS.replace("manual", "weekly"));

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(412);
        assertThat(second.type()).isEqualTo("application/problem+json");
        assertThat(second.text("code")).isEqualTo("PRECONDITION_FAILED");
        assertThat(second.detail()).startsWith("pipeline 'shop' was changed since it was read");
        assertThat(shop.admin().get(SHOP).text("schedule")).isEqualTo("daily");
        assertThat(shop.admin()
                        .putIf(SHOP, first.etag().orElseThrow(), Shop.ITEMS.replace("manual", "weekly"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void ofManyEditsOfWhatWasReadAtOnceOneHolds() {
        Shop shop = Shop.open("h-many", Shop.ITEMS);
        String read = shop.admin().get(SHOP).etag().orElseThrow();

        List<CompletableFuture<Answer>> edits = Stream.of("daily", "weekly", "hourly", "every 5m")
                .map(schedule -> CompletableFuture.supplyAsync(
                        () -> shop.admin().putIf(SHOP, read, Shop.ITEMS.replace("manual", schedule))))
                .toList();

        assertThat(edits.stream().map(CompletableFuture::join).map(Answer::status))
                .containsOnly(200, 412)
                .containsOnlyOnce(200);
    }

    @Test
    void whatThePlatformMovesChangesNoTag() {
        Shop shop = Shop.open("h-moved", Shop.ITEMS.replace("manual", "hourly"));
        Optional<String> read = shop.admin().get(SHOP).etag();

        clock.forward(Duration.ofHours(1));
        assertThat(Api.as("service-cron").post("/internal/v1/tick", "").status())
                .isEqualTo(200);

        assertThat(shop.admin().get(SHOP).etag()).isPresent().isEqualTo(read);
    }

    @Test
    void changeOfWhatIsNotThereIsRefused() {
        Shop shop = Shop.bare("h-none");

        assertThat(shop.admin().putIf(SHOP, "*", Shop.ITEMS).detail())
                .isEqualTo("pipeline 'shop' does not exist (expected by If-Match: *)");
        assertThat(shop.admin().get(SHOP).status()).isEqualTo(404);
    }

    @Test
    void runThatIsAskedForTwiceUnderOneKeyIsOne() {
        Shop shop = Shop.open("h-key", Shop.ITEMS);

        Answer first = shop.admin().postOnce(SHOP + "/runs", "monday");
        Answer again = shop.admin().postOnce(SHOP + "/runs", "monday");
        assertThat(again.status()).isEqualTo(202);
        log.tell(Attempts.committed(log.requests("h-key").getFirst(), "{}"));
        shop.run(first.text("id"), "succeeded");
        Answer late = shop.admin().postOnce(SHOP + "/runs", "monday");
        Answer other = shop.admin().postOnce(SHOP + "/runs", "tuesday");

        assertThat(List.of(again.text("id"), late.text("id"))).containsOnly(first.text("id"));
        assertThat(late.text("status")).isEqualTo("succeeded");
        assertThat(other.text("id")).isNotEqualTo(first.text("id"));
        assertThat(shop.admin().postOnce(SHOP + "/runs", "x".repeat(256)).detail())
                .isEqualTo("Idempotency-Key: 256 characters (expected: 1 to 255, not all blank)");
    }

    @Test
    void longListsComeInPages() {
        Shop shop = Shop.open("h-pages", Shop.ITEMS);
        for (String name : List.of("b", "a", "c", "d")) {
            String pipeline = Shop.ITEMS.replace("\"namespace\": \"shop\"", "\"namespace\": \"n_%s\"".formatted(name));
            assertThat(shop.admin().put("/api/v1/pipelines/" + name, pipeline).status())
                    .isEqualTo(200);
        }

        assertThat(pages(shop, "/api/v1/pipelines", "?limit=2", "name"))
                .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("shop"));
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String run = shop.run();
            runs.addFirst(run);
            log.tell(Attempts.committed(log.requestsOf("h-pages", run).getFirst(), "{}"));
            shop.run(run, "succeeded");
        }
        assertThat(pages(shop, SHOP + "/runs", "?limit=2", "id"))
                .containsExactly(runs.subList(0, 2), runs.subList(2, 3));
        assertThat(shop.admin().get(SHOP + "/runs?limit=0").detail()).isEqualTo("limit: 0 (expected: 1 to 1000)");
    }

    private static List<List<String>> pages(Shop shop, String path, String query, String field) {
        List<List<String>> pages = new ArrayList<>();
        Optional<String> at = Optional.of(query);
        while (at.isPresent()) {
            Answer page = shop.admin().get(path + at.get());
            pages.add(page.json().findValuesAsText(field).stream()
                    .filter(value -> !value.equals("items"))
                    .toList());
            at = page.next();
        }
        return pages;
    }
}
