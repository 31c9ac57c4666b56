package dev.ingest.executor.slice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Topics;
import dev.ingest.contracts.config.PipelineSpec;
import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.event.SliceAborted;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceDeferred;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.contracts.event.StreamWork;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.executor.stack.Executor;
import dev.ingest.executor.stack.ExecutorTest;
import dev.ingest.platform.secret.SecretStore;
import dev.ingest.testkit.LocalStack;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ExecutorTest
class SliceTest {
    private static final int CUSTOMERS = 5000;

    private final LocalStack stack = LocalStack.shared();

    /** Each test has a table of its own, so that it finds its own messages. */
    private final TableRef table =
            new TableRef("shop", "t" + UUID.randomUUID().toString().replace("-", ""));

    @Inject
    Executor executor;

    @Inject
    SecretStore secrets;

    @BeforeEach
    void shop() throws IOException {
        executor.allow("demo", stack.sampleApi());
        executor.connector("demo", "orders", Files.readString(Path.of("../../connectors/orders.yaml")));
        pipeline("shop", stack.sampleApi());
        secrets.write("demo", "shop", Map.of("client_id", "demo", "client_secret", stack.sampleApiSecret()));
    }

    private void pipeline(String name, String api) {
        executor.pipeline(new PipelineSpec(
                "demo", name, "orders", 1, "shop", Map.of("base_url", api, "start_date", "2020-01-01T00:00:00Z")));
    }

    @AfterEach
    void calm() {
        mode("normal");
    }

    private void mode(String mode) {
        executor.send(HttpRequest.newBuilder(URI.create(stack.sampleApi() + "/admin/mode"))
                .POST(HttpRequest.BodyPublishers.ofString(mode))
                .build());
    }

    private SliceRequested request(String pipeline, String stream) {
        return request(pipeline, "shop", stream);
    }

    private SliceRequested request(String pipeline, String credential, String stream) {
        return new SliceRequested(
                "demo",
                credential,
                pipeline,
                "run-1",
                stream,
                "slice-" + table.name(),
                1,
                "orders",
                1,
                table,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1000,
                0);
    }

    private List<Envelope> envelopes() {
        return executor.envelopes("demo", table);
    }

    private List<Marker> markers() {
        return executor.markers("demo", table);
    }

    private SliceFailed failure() {
        return executor.facts(SliceFailed.class).stream()
                .filter(fact -> fact.attempt().slice().equals("slice-" + table.name()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sliceBecomesPagesAndAMarkerWithTheirCounts() {
        executor.drained(request("shop", "customers"));

        List<Envelope> pages = envelopes();
        assertThat(pages.stream().mapToInt(Envelope::records).sum()).isEqualTo(CUSTOMERS);
        assertThat(pages.stream().map(page -> page.page().orElseThrow().number()))
                .containsExactly(java.util.stream.IntStream.rangeClosed(1, pages.size())
                        .boxed()
                        .toArray(Integer[]::new));
        assertThat(new String(pages.getFirst().body(), UTF_8)
                        .lines()
                        .findFirst()
                        .orElseThrow())
                .startsWith("{")
                .contains("\"email\"");
        assertThat(markers()).singleElement().isInstanceOfSatisfying(SliceCompleted.class, completed -> {
            assertThat(completed.pages()).isEqualTo(pages.size());
            assertThat(completed.records()).isEqualTo(CUSTOMERS);
            assertThat(completed.bytes()).isPositive();
            assertThat(completed.attempt())
                    .isEqualTo(pages.getFirst().page().orElseThrow().attempt());
        });
    }

    @Test
    void sameRequestTwiceIsTwoAttemptsOfOneSlice() {
        executor.drained(request("shop", "customers"));
        executor.drained(request("shop", "customers"));

        assertThat(markers()).hasSize(2).allSatisfy(marker -> assertThat(marker).isInstanceOf(SliceCompleted.class));
        assertThat(markers().stream()
                        .map(marker -> ((SliceCompleted) marker).attempt().attempt()))
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void unknownStreamFailsTheSliceAndNamesThoseThereAre() {
        executor.drained(request("shop", "nosuch"));

        assertThat(failure().kind()).isEqualTo(SliceFailed.Kind.CONFIG);
        assertThat(failure().message()).contains("nosuch").contains("customers");
        assertThat(markers()).singleElement().isInstanceOf(SliceAborted.class);
    }

    @Test
    void unknownPipelineFailsTheSlice() {
        executor.drained(request("nosuch", "customers"));

        assertThat(failure().message()).isEqualTo("pipeline 'nosuch' does not exist");
    }

    @Test
    void credentialWithoutASecretFailsTheSlice() {
        secrets.delete("demo", "shop");
        executor.drained(request("shop", "customers"));

        assertThat(failure().message()).contains("credential").contains("shop");
    }

    @Test
    void wrongSecretFailsTheSliceAsAuthAndIsInNoMessage() {
        // A credential of its own: the session of another may still hold a token that is good.
        secrets.write("demo", "wrong", Map.of("client_id", "demo", "client_secret", "wr0ng-s3cret"));
        executor.drained(request("shop", "wrong", "customers"));

        assertThat(failure().kind()).isEqualTo(SliceFailed.Kind.AUTH);
        assertThat(failure().message()).doesNotContain("wr0ng-s3cret");
    }

    @Test
    void apiThatAsksToWaitAnHourDefersTheSliceAndBlocksNobody() {
        mode("exhausted");
        Instant before = Instant.now();
        executor.drained(request("shop", "customers"));

        SliceDeferred deferred = executor.facts(SliceDeferred.class).stream()
                .filter(fact -> fact.attempt().slice().equals("slice-" + table.name()))
                .findFirst()
                .orElseThrow();
        assertThat(deferred.notBefore()).isAfter(before.plus(Duration.ofMinutes(59)));
        assertThat(markers()).singleElement().isInstanceOf(SliceAborted.class);
    }

    @Test
    void apiThatAnswersAWebPageFailsTheSlice() {
        mode("html");
        executor.drained(request("shop", "customers"));

        assertThat(failure().message()).contains("JSON");
        assertThat(envelopes()).isEmpty();
    }

    @Test
    void drainIsReported() {
        executor.drained(request("shop", "customers"));

        assertThat(executor.facts(InvocationReported.class))
                .filteredOn(report -> report.service().equals("executor"))
                .extracting(InvocationReported::outcome)
                .contains(InvocationReported.Outcome.STARTED, InvocationReported.Outcome.FINISHED);
        assertThat(executor.facts(InvocationReported.class))
                .flatExtracting(InvocationReported::streams)
                .anySatisfy(stream -> {
                    assertThat(stream.outcome()).isEqualTo(StreamWork.Outcome.WORKED);
                    assertThat(stream.table()).isEqualTo(table);
                    assertThat(stream.batch()).isPresent();
                    assertThat(stream.records()).isPositive();
                });
    }

    @Test
    void manifestReachesNoPrivateAddressThatTheOperatorDidNotName() {
        pipeline("inside", Executor.url("").toString());
        executor.drained(request("inside", "customers"));

        assertThat(failure().kind()).isEqualTo(SliceFailed.Kind.CONFIG);
        assertThat(failure().message()).contains("loopback");
    }

    @Test
    void wakeupNeedsATokenOfAService() {
        String wakeup = Executor.wakeup(Topics.REQUESTS, 0);
        assertThat(executor.post("/wakeups", stack.token("tenant-admin@demo"), wakeup)
                        .statusCode())
                .isEqualTo(403);
        assertThat(executor.post("/wakeups", stack.foreignToken("service-x"), wakeup)
                        .statusCode())
                .isEqualTo(401);
        assertThat(executor.send(HttpRequest.newBuilder(Executor.url("/wakeups"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(wakeup))
                                .build())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void wakeupForATopicOfSomeoneElseIsRefused() {
        HttpResponse<String> answer =
                executor.post("/wakeups", stack.token("service-x"), Executor.wakeup(Topics.RECORDS, 0));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("expected: ingest.requests");
    }
}
