package dev.ingest.scheduler.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@SchedulerTest
class BackfillTest {
    private static final String EVENTS = "/api/v1/pipelines/shop/streams/Order-Events";
    private static final String KEYED = """
            {"connector": "shop", "credential": "shop", "namespace": "shop", "config": {"start_date": "2026-01-01"},
             "streams": [{"name": "Order-Events", "key": ["id"]}]}""";

    @Inject
    Log log;

    /** A pipeline whose one stream, of three slices, was read to its end. */
    private Shop read(String tenant, String pipeline) {
        Shop shop = Shop.open(tenant, pipeline);
        commit(shop, shop.run());
        return shop;
    }

    private List<SliceRequested> commit(Shop shop, String run) {
        List<SliceRequested> requests = log.requestsOf(shop.tenant(), run);
        for (SliceRequested request : requests) {
            log.tell(Attempts.committed(
                    request, "{\"at\":\"%s\"}".formatted(request.end().orElse("?"))));
        }
        shop.run(run, "succeeded");
        return requests;
    }

    private static JsonNode checkpoint(Shop shop) {
        return shop.admin().get("/api/v1/pipelines/shop/checkpoints").json().get(0);
    }

    @Test
    void checkpointIsShownAndAfterAResetTheNextRunBeginsAtTheBeginning() {
        Shop shop = read("k-reset", KEYED);
        assertThat(checkpoint(shop).get("checkpoint").asText()).contains("2026-01-30");

        Answer reset = shop.admin().post(EVENTS + "/reset", "");

        assertThat(reset.text()).isEqualTo("{\"stream\":\"Order-Events\",\"failed\":0}");
        List<SliceRequested> again = commit(shop, shop.run());
        assertThat(again).hasSize(3);
        assertThat(again.getFirst().start()).contains("2026-01-01");
        assertThat(again.getFirst().number()).isEqualTo(4);
        assertThat(checkpoint(shop).get("checkpoint").asText()).contains("2026-01-30");
    }

    @Test
    void rangeIsReadAgainAndTheCheckpointStaysWhereItIs() {
        Shop shop = read("k-range", KEYED);
        String before = checkpoint(shop).get("checkpoint").asText();

        Answer asked = shop.admin().post(EVENTS + "/backfill", "{\"from\": \"2026-01-03\", \"to\": \"2026-01-08\"}");

        assertThat(asked.status()).as(asked.text()).isEqualTo(200);
        assertThat(asked.json().get("failed").asInt()).isEqualTo(1);
        String run = shop.run();
        List<SliceRequested> requests = commit(shop, run);
        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst().start()).contains("2026-01-03");
        assertThat(requests.getFirst().end()).contains("2026-01-12");
        assertThat(checkpoint(shop).get("checkpoint").asText()).isEqualTo(before);
        JsonNode slices = shop.admin().get("/api/v1/runs/" + run + "/slices").json();
        assertThat(slices).hasSize(1);
        assertThat(slices.get(0).get("status").asText()).isEqualTo("committed");
    }

    @Test
    void streamThatCannotBeReadAgainIsRefusedWithItsReason() {
        Shop appending = read("k-append", KEYED.replace(", \"key\": [\"id\"]", ""));
        String range = "{\"from\": \"2026-01-03\", \"to\": \"2026-01-08\"}";

        assertThat(appending.admin().post(EVENTS + "/backfill", range).detail())
                .startsWith("stream 'Order-Events' appends: what is read again would be there twice");
        Shop running = Shop.open("k-running", KEYED);
        assertThat(running.admin().post(EVENTS + "/backfill", range).detail())
                .startsWith("stream 'Order-Events' was never read");
        String run = running.run();
        assertThat(running.admin().post(EVENTS + "/reset", "").detail()).startsWith("pipeline 'shop' is running");
        assertThat(running.admin()
                        .get("/api/v1/runs/" + run + "/slices?limit=2")
                        .next())
                .isPresent();
        assertThat(running.admin()
                        .post("/api/v1/pipelines/shop/streams/nope/reset", "")
                        .status())
                .isEqualTo(409);
        assertThat(appending
                        .admin()
                        .post("/api/v1/pipelines/shop/streams/nope/reset", "")
                        .detail())
                .isEqualTo("stream 'nope' does not exist");
        Shop keyed = read("k-to", KEYED);
        assertThat(keyed.admin()
                        .post(EVENTS + "/backfill", "{\"from\": \"2026-01-03\", \"to\": \"the end\"}")
                        .detail())
                .startsWith("to: 'the end': ");
        assertThat(keyed.admin()
                        .post(EVENTS + "/backfill", "{\"from\": \"3 January\", \"to\": \"4 January\"}")
                        .detail())
                .contains(": '", " January': ");
        assertThat(keyed.admin()
                        .post(EVENTS + "/backfill", "{\"from\": \"2026-02-01\", \"to\": \"2026-01-01\"}")
                        .detail())
                .isEqualTo("to: '2026-01-01' (expected: not before from, '2026-02-01')");
    }
}
