package dev.ingest.scheduler.reading;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.Eventually;
import dev.ingest.scheduler.stack.MaskingStandIn;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.testkit.LocalStack;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What masking decides by itself is tested there. */
@SchedulerTest
class ReadingRouteTest {
    private static final String CLIENT = "analyst@demo";

    @Test
    void readGoesOnWithTheCallersTokenAndNothingElseOfTheCall() {
        String token = LocalStack.shared().token(CLIENT);

        Answer answer = Api.withToken(token)
                .getAs("/reading/v1/tables/shop/items/rows?filter=a:eq:x%20y&filter=b:isnull&limit=5", "text/html");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .startsWith("GET /api/v1/tables/shop/items/rows?filter=a:eq:x%20y&filter=b:isnull&limit=5\n")
                .contains("Bearer " + token);
        assertThat(answer.text()
                        .lines()
                        .skip(1)
                        .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrder("authorization", "host");
    }

    @Test
    void answerComesBackWithItsStatusTypeAndNextPage() {
        Answer answer = Api.as(CLIENT).get("/reading/v1/tables/shop/refused/rows");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.text("code")).isEqualTo("PERMISSION_DENIED");
        assertThat(answer.next()).contains("?before=7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/reading/v1/connectors",
                "/reading/v1/tables/../../../internal/v1/x",
                "/reading/v1/tables/%2e%2e/%2e%2e/%2e%2e/internal/v1/x",
                "/reading/v1/tablesx",
                "/reading/v1//evil.example/tables"
            })
    void otherPathsGoNowhere(String path) {
        Answer answer = Api.as(CLIENT).get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).doesNotContain("Bearer");
    }

    @Test
    void nothingIsReadWithoutAValidToken() {
        assertThat(Api.anonymous().get("/reading/v1/tables").status()).isEqualTo(401);
        assertThat(Api.withToken(LocalStack.shared().foreignToken(CLIENT))
                        .get("/reading/v1/tables")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void whoeverLeavesEndsTheReadToo() throws IOException {
        int before = MaskingStandIn.left();
        URI here = URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
        try (Socket caller = new Socket(here.getHost(), here.getPort())) {
            caller.getOutputStream()
                    .write(
                            "GET /reading/v1/tables/shop/endless/rows HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer %s\r\n\r\n"
                                    .formatted(LocalStack.shared().token(CLIENT))
                                    .getBytes(US_ASCII));
            assertThat(new String(caller.getInputStream().readNBytes(12), US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
        }

        assertThat(Eventually.when(MaskingStandIn::left, left -> left > before)).isGreaterThan(before);
    }

    @Test
    void onlyReadsGoOn() {
        assertThat(Api.as(CLIENT).post("/reading/v1/tables", "{}").status()).isIn(404, 405);
    }

    @Test
    void serviceThatBreaksOffIsAProblemOfItsOwn() {
        Answer answer = Api.as(CLIENT).get("/reading/v1/tables/shop/broken/rows");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.detail()).isEqualTo("the service that reads tables does not answer: try again later");
    }

    /** As the tests configure it: four calls at once, two that wait, four seconds. */
    @Test
    void readsAreBoundedInNumberAndInTime() {
        int before = MaskingStandIn.silent();
        List<CompletableFuture<Answer>> first =
                IntStream.range(0, 4).mapToObj(i -> silent()).toList();
        Eventually.when(MaskingStandIn::silent, asked -> asked == before + 4);

        List<CompletableFuture<Answer>> more =
                IntStream.range(0, 3).mapToObj(i -> silent()).toList();
        Answer refused = (Answer)
                CompletableFuture.anyOf(more.toArray(CompletableFuture[]::new)).join();

        assertThat(MaskingStandIn.silent()).isEqualTo(before + 4);
        assertThat(first).as("who was first has not been answered").noneMatch(CompletableFuture::isDone);
        assertThat(refused.status()).isEqualTo(503);
        first.stream().map(CompletableFuture::join).forEach(late -> {
            assertThat(late.status()).isEqualTo(503);
            assertThat(late.detail()).isEqualTo("the service that reads tables does not answer: try again later");
        });
    }

    private static CompletableFuture<Answer> silent() {
        return CompletableFuture.supplyAsync(
                () -> Api.as(CLIENT).get("/reading/v1/tables/shop/silent/rows"), Thread::startVirtualThread);
    }
}
