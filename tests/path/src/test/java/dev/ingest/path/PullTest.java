package dev.ingest.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From an API to rows: once, whole, and again with only what changed; whatever dies on the way. */
class PullTest {
    private final Product product = Product.shared();

    @AfterEach
    void calm() {
        product.sampleApi("mode", "normal");
    }

    private long truth(String what) {
        return product.truth().get(what).asLong();
    }

    private static JsonNode stream(JsonNode run, String name) {
        for (JsonNode stream : run.get("streams")) {
            if (stream.get("name").asText().equals(name)) {
                return stream;
            }
        }
        throw new AssertionError("no stream %s in %s".formatted(name, run));
    }

    /** The source's cursor has whole seconds: what changed in the second in which a run begins is the next run's. */
    private static void theNextSecondBegins() {
        Instant changed = Instant.now();
        Product.await("the next second", () -> Instant.now().getEpochSecond() > changed.getEpochSecond());
    }

    @Test
    void firstRunIsFullAndTheSecondBringsOnlyWhatChanged() {
        product.tenantWithShop("pull");
        product.pipeline("pull", "shop", "customers", "orders", "line_items", "refunds")
                .expect(200);

        JsonNode first = product.finish("pull", product.start("pull", "shop"));

        assertThat(first.get("status").asText()).as(first.toString()).isEqualTo("succeeded");
        assertThat(product.rows("pull", "shop.orders")).isEqualTo(truth("orders"));
        assertThat(product.rows("pull", "shop.customers")).isEqualTo(truth("customers"));
        assertThat(product.rows("pull", "shop.line_items")).isEqualTo(truth("line_items"));
        assertThat(product.rows("pull", "shop.refunds")).isEqualTo(truth("refunds"));
        assertThat(stream(first, "orders").get("rows").asLong()).isEqualTo(truth("orders"));

        product.sampleApi("advance", "");
        theNextSecondBegins();
        JsonNode second = product.finish("pull", product.start("pull", "shop"));

        assertThat(second.get("status").asText()).as(second.toString()).isEqualTo("succeeded");
        assertThat(product.rows("pull", "shop.orders")).isEqualTo(truth("orders"));
        assertThat(product.rows("pull", "shop.line_items")).isEqualTo(truth("line_items"));
        assertThat(stream(second, "orders").get("rows").asLong()).isBetween(600L, truth("orders") / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scheduler", "executor", "writer", "masking", "ingest-gateway"})
    void serviceThatIsKilledInTheMiddleOfARunLosesAndDoublesNothing(String service) {
        String tenant = "kill-" + service;
        product.tenantWithShop(tenant);
        product.pipeline(tenant, "shop", "orders").expect(200);
        String run = product.start(tenant, "shop");
        Product.await("the run works", () -> {
            String status = product.run(tenant, run).get("status").asText();
            return !status.equals("queued");
        });

        product.stack.kill(service);
        product.stack.restart(service);

        JsonNode finished = product.finish(tenant, run);
        assertThat(finished.get("status").asText()).as(finished.toString()).isEqualTo("succeeded");
        assertThat(product.rows(tenant, "shop.orders")).isEqualTo(truth("orders"));
        assertThat(stream(finished, "orders").get("rows").asLong()).isEqualTo(truth("orders"));
    }

    @ParameterizedTest
    @CsvSource({"html, JSON", "unauthorized, 401"})
    void apiThatAnswersNonsenseFailsTheRunWithAMessageThatSaysWhat(String mode, String says) {
        String tenant = "bad-" + mode;
        product.tenantWithShop(tenant);
        product.pipeline(tenant, "shop", "orders").expect(200);
        product.sampleApi("mode", mode);

        JsonNode run = product.finish(tenant, product.start(tenant, "shop"));

        assertThat(run.get("status").asText()).isEqualTo("failed");
        assertThat(run.get("errors").get(0).get("message").asText()).contains(says);
        assertThat(run.toString()).doesNotContain(product.stack.sampleApiSecret());
        assertThat(product.rows(tenant, "shop.orders")).isZero();
    }

    /** As in the language's reference implementation: no body is a page without records, and moves no checkpoint past any. */
    @Test
    void answerWithoutABodyHasNoRecordsAndTheNextRunBringsThem() {
        product.tenantWithShop("empty");
        product.pipeline("empty", "shop", "orders").expect(200);
        product.sampleApi("mode", "empty");
        JsonNode none = product.finish("empty", product.start("empty", "shop"));
        product.sampleApi("mode", "normal");

        JsonNode run = product.finish("empty", product.start("empty", "shop"));

        assertThat(none.get("status").asText()).as(none.toString()).isEqualTo("succeeded");
        assertThat(stream(none, "orders").get("rows").asLong()).isZero();
        assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("succeeded");
        assertThat(product.rows("empty", "shop.orders")).isEqualTo(truth("orders"));
    }

    @Test
    void runAfterAFailedOneBringsEverything() {
        product.tenantWithShop("again");
        product.pipeline("again", "shop", "orders").expect(200);
        product.sampleApi("mode", "html");
        product.finish("again", product.start("again", "shop"));
        product.sampleApi("mode", "normal");

        JsonNode run = product.finish("again", product.start("again", "shop"));

        assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("succeeded");
        assertThat(product.rows("again", "shop.orders")).isEqualTo(truth("orders"));
    }

    @Test
    void unknownThingsAreNamed() {
        product.tenantWithShop("names");
        assertThat(product.pipeline("names", "shop", "nosuch").status()).isEqualTo(400);
        assertThat(product.pipeline("names", "shop", "nosuch").text()).contains("nosuch");
        assertThat(product.post("scheduler", "/api/v1/pipelines/nosuch/runs", "tenant-admin@names", "")
                        .status())
                .isEqualTo(404);
        assertThat(product.get("masking", "/api/v1/tables/shop/nosuch/rows", "tenant-admin@names")
                        .status())
                .isEqualTo(404);
    }
}
