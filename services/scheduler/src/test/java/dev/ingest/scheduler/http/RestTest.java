package dev.ingest.scheduler.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.MovableClock;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for calls of every kind: tags, pages, repeated calls. */
@SchedulerTest
class RestTest {
    private static final String SHOP = "/api/v1/pipelines/shop";

    @Inject
    Log log;

    @Inject
    MovableClock clock;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/pipelines?limit=many                   | limit: 'many' (expected: a whole number)
            /api/v1/pipelines?limit=99999999999            | limit: '99999999999' (expected: a whole number)
            /api/v1/audit?before=yesterday                 | before: 'yesterday' (expected: a whole number)
            /api/v1/connectors/shop/versions/newest        | version: 'newest' (expected: a whole number)
            /api/v1/pipelines?limit=0                      | limit: 0 (expected: 1 to 1000)
            """)
    void numberThatIsNoneIsRefusedByTheNameOfItsParameter(String path, String says) {
        if (Api.as("tenant-admin@h-numbers").get("/api/v1/pipelines").status() == 404) {
            Api.tenant("h-numbers");
        }

        Answer refused = Api.as("tenant-admin@h-numbers").get(path);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.detail()).isEqualTo(says);
    }

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
    void policyThatWasReadBeforeAnotherAdminChangedItIsNotWritten() {
        Shop shop = Shop.open("h-policy", Shop.ITEMS);
        String path = "/api/v1/policies/shop/items";
        String hash = "{\"columns\": {\"name\": {\"analyst\": \"SHA256\"}}}";
        String read = shop.admin().put(path, hash).etag().orElseThrow();
        assertThat(shop.admin().get(path).etag()).contains(read);

        Answer first = shop.admin().putIf(path, read, hash.replace("SHA256", "REDACT"));
        Answer second = shop.admin().putIf(path, read, hash.replace("SHA256", "CLEAR"));

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(412);
        assertThat(shop.admin().get(path).text()).contains("REDACT");
    }

    /** What several admins may edit, beside pipelines and policies. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            destinations/lake | {"kind": "jdbc", "properties": {"uri": "jdbc:postgresql://h/x", "catalog": "c", "warehouse": "s3://b/"}} | "c" | "d"
            sources/clicks | {"namespace": "web", "columns": [{"name": "id", "type": "long"}, {"name": "a", "type": "long"}]} | "a" | "b"
            feature-views/seen/v1 | {"source": "base", "entityKeys": ["id"], "online": true} | true | false
            """)
    void changeOfWhatAnotherAdminChangedSinceIsRefused(String path, String body, String before, String after) {
        Shop shop = Shop.bare("h-" + path.substring(0, path.indexOf('/')));
        Answer base = shop.admin()
                .put(
                        "/api/v1/sources/base",
                        "{\"namespace\": \"b\", \"columns\": [{\"name\": \"id\", \"type\": \"long\"}]}");
        assertThat(base.status()).as(base.text()).isEqualTo(200);
        Answer made = shop.admin().put("/api/v1/" + path, body);
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        String read = shop.admin().get("/api/v1/" + path).etag().orElseThrow();
        assertThat(made.etag()).contains(read);

        Answer first = shop.admin().putIf("/api/v1/" + path, read, body.replace(before, after));
        Answer second = shop.admin().putIf("/api/v1/" + path, read, body);

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(second.status()).as(second.text()).isEqualTo(412);
        assertThat(second.detail()).contains("was changed since it was read");
        assertThat(shop.admin().get("/api/v1/" + path).etag()).isEqualTo(first.etag());
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/v1/nothing              | 404 | NOT_FOUND
            DELETE | /api/v1/pipelines            | 405 | INVALID_ARGUMENT
            GET    | /api/v1/runs/nothing         | 404 | NOT_FOUND
            PUT    | /api/v1/pipelines/shop       | 400 | INVALID_ARGUMENT
            PUT    | /api/v1/sources/shop         | 400 | INVALID_ARGUMENT
            POST   | /api/v1/tokens               | 400 | INVALID_ARGUMENT
            GET    | /api/v1/audit?limit=many     | 400 | INVALID_ARGUMENT
            GET    | /api/v1/usage?from=yesterday | 400 | INVALID_ARGUMENT
            GET    | /api/v1/invoices/spring      | 400 | INVALID_ARGUMENT
            """)
    void everyRefusalIsAProblemDocument(String method, String path, int status, String code) {
        Api admin = Api.as("tenant-admin@nobody-here");

        Answer answer =
                switch (method) {
                    case "GET" -> admin.get(path);
                    case "DELETE" -> admin.delete(path);
                    case "PUT" -> admin.put(path, "{\"schedule\": [");
                    case "POST" -> admin.post(path, "[]");
                    default -> throw new IllegalArgumentException(method);
                };

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.text("code")).isEqualTo(code);
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.detail()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../admin",
                "..%2Fadmin",
                "'; drop table pipeline; --",
                "<script>alert(1)</script>",
                "Größe",
                "管道",
                "خط",
                "a\u0000b",
                "a b",
                ""
            })
    void nameThatNothingMayHaveIsRefusedWithWhatIsExpected(String name) {
        Shop shop = Shop.bare("h-names-" + Integer.toHexString(name.hashCode()));
        String path = "/api/v1/pipelines/"
                + URLEncoder.encode(name.isEmpty() ? " " : name, UTF_8).replace("+", "%20");

        Answer answer = shop.admin().put(path, Shop.ITEMS);

        assertThat(answer.status()).as(answer.text()).isIn(400, 404);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(shop.admin().get("/api/v1/pipelines").text()).isEqualTo("[]");
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
