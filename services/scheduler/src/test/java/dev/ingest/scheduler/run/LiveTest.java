package dev.ingest.scheduler.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import dev.ingest.testkit.LocalStack;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** What the page shows of a pipeline while it runs. */
@SchedulerTest
class LiveTest {
    @Inject
    Log log;

    @Test
    void watcherIsToldOfEachCommitAsItComes() throws Exception {
        Shop shop = Shop.open("l-watch", Shop.ITEMS);
        String run = shop.run();
        SliceRequested request = log.requests("l-watch").getFirst();
        try (Stream<String> events = watch("tenant-viewer@l-watch", 200).body()) {
            var lines = events.iterator();
            assertThat(next(lines::next, line -> line.contains("\"status\":\"running\"")))
                    .contains("\"stream\":\"items\"", "\"table\":\"shop.items\"");

            log.tell(Attempts.committed(request, "{}"));

            assertThat(next(lines::next, line -> line.contains("\"status\":\"succeeded\"")))
                    .contains(run, "\"rows\":10");
        }
    }

    @Test
    void pipelineThatDoesNotExistIsNotWatched() {
        Api.tenant("l-none");

        Answer none = Api.as("tenant-admin@l-none").get("/api/v1/pipelines/shop/live");

        assertThat(none.status()).isEqualTo(404);
        assertThat(none.type()).isEqualTo("application/problem+json");
        assertThat(none.detail()).isEqualTo("pipeline 'shop' does not exist");
    }

    @Test
    void nobodyElseWatches() throws Exception {
        Shop.open("l-mine", Shop.ITEMS);
        Api.tenant("l-other");

        try (Stream<String> refused = watch("producer@l-mine", 403).body()) {
            assertThat(refused.findFirst()).isPresent();
        }
        try (Stream<String> stranger = watch("tenant-admin@l-other", 404).body()) {
            assertThat(stranger.toList()).noneMatch(line -> line.contains("items"));
        }
    }

    @Test
    void runTellsItsSlicesAndPipelineItsCheckpoints() {
        Shop shop = Shop.open("l-slices", Shop.PIPELINE);
        String run = shop.run();
        List<SliceRequested> requests = log.requests("l-slices");
        SliceRequested first = requests.stream()
                .filter(request -> request.stream().equals("Order-Events"))
                .findFirst()
                .orElseThrow();
        log.tell(Attempts.committed(first, "{\"at\":\"1\"}"));
        shop.runWhen(run, answer -> answer.json().get("rows").asInt() == 10);

        Answer page = shop.admin().get("/api/v1/runs/" + run + "/slices?limit=2");
        Answer rest =
                shop.admin().get("/api/v1/runs/" + run + "/slices" + page.next().orElseThrow());
        Answer checkpoints = shop.admin().get("/api/v1/pipelines/shop/checkpoints");

        assertThat(page.json()).hasSize(2);
        assertThat(page.json().size() + rest.json().size()).isEqualTo(requests.size());
        assertThat(page.text() + rest.text()).contains("\"status\":\"committed\"", "\"status\":\"requested\"");
        assertThat(checkpoints.text()).contains("\"checkpoint\":\"{\\\"at\\\":\\\"1\\\"}\"");
    }

    private static String next(java.util.function.Supplier<String> lines, Predicate<String> like) {
        String line = lines.get();
        while (!like.test(line)) {
            line = lines.get();
        }
        return line;
    }

    private static HttpResponse<Stream<String>> watch(String client, int status)
            throws IOException, InterruptedException {
        String base = ConfigProvider.getConfig().getValue("test.url", String.class);
        HttpResponse<Stream<String>> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(base + "/api/v1/pipelines/shop/live"))
                                .header(
                                        "Authorization",
                                        "Bearer " + LocalStack.shared().token(client))
                                .build(),
                        BodyHandlers.ofLines());
        assertThat(answer.statusCode()).isEqualTo(status);
        return answer;
    }
}
