package dev.ingest.executor.slice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.config.MergeMode;
import dev.ingest.contracts.config.PipelineSpec;
import dev.ingest.contracts.config.TableSpec;
import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.event.Rest;
import dev.ingest.contracts.event.SliceAborted;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceDeferred;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.contracts.record.Claim;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.destination.ClaimStores;
import dev.ingest.executor.stack.Executor;
import dev.ingest.executor.stack.ExecutorTest;
import dev.ingest.lake.ClaimStore;
import dev.ingest.platform.secret.SecretStore;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A response that goes on beyond the deadline of the drain that reads it. */
@ExecutorTest
class LongBodyTest {
    private static final int SECONDS = 2;
    private static final int RUNS_MAX = 10;

    private final String tenant =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    private final TableRef table = new TableRef("long", "lines");
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private HttpServer server;

    @Inject
    Executor executor;

    @Inject
    SecretStore secrets;

    @Inject
    SliceRunner slices;

    @Inject
    ClaimStores claims;

    private interface Body {
        void write(OutputStream out, int call) throws IOException, InterruptedException;
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void end() {
        over.countDown();
        server.stop(0);
    }

    private void serve(Body body) {
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                body.write(exchange.getResponseBody(), calls.incrementAndGet());
            } catch (IOException | InterruptedException readerHasGone) {
                assertThat(over.getCount()).isBetween(0L, 1L);
            }
        });
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        executor.allow(tenant, url);
        executor.connector(tenant, "long", """
                version: "7.28.0"
                type: DeclarativeSource
                check: { type: CheckStream, stream_names: [lines] }
                streams:
                  - type: DeclarativeStream
                    name: lines
                    primary_key: [id]
                    retriever:
                      type: SimpleRetriever
                      decoder: { type: JsonlDecoder }
                      requester: { type: HttpRequester, url_base: "%s", path: /lines }
                      record_selector: { type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }
                """.formatted(url));
        executor.pipeline(new PipelineSpec(tenant, "long", "long", 1, "long", Map.of()));
        secrets.write(tenant, "long", Map.of("unused", "value"));
    }

    private SliceRequested asks(Optional<String> state) {
        return new SliceRequested(
                tenant,
                "long",
                "long",
                "run-1",
                "lines",
                tenant + "-1",
                1,
                "long",
                1,
                table,
                Optional.empty(),
                Optional.empty(),
                state,
                100,
                0);
    }

    /** What the scheduler would request next; none if the slice is complete or has failed. */
    private Optional<String> next() {
        Marker last = executor.markers(tenant, table).getLast();
        if (last instanceof SliceCompleted completed) {
            return completed.rest().map(Rest::cursor);
        }
        String attempt = ((SliceAborted) last).attempt().attempt();
        return executor.facts(SliceDeferred.class).stream()
                .filter(fact -> fact.attempt().attempt().equals(attempt))
                .findFirst()
                .flatMap(SliceDeferred::cursor);
    }

    private void runToItsEnd() {
        Optional<String> state = Optional.empty();
        for (int i = 0; i < RUNS_MAX; i++) {
            slices.attempt(asks(state), Instant.now().plusSeconds(SECONDS)).run();
            state = next();
            if (state.isEmpty()) {
                return;
            }
        }
        throw new AssertionError("no end after " + RUNS_MAX + " runs");
    }

    @Test
    void whatArrivedLandsAndTheRestFollows() {
        serve((out, call) -> {
            out.write("{\"id\":1}\n{\"id\":2}\n".getBytes(UTF_8));
            out.flush();
            if (call == 1) {
                over.await();
            }
            out.write("{\"id\":3}\n".getBytes(UTF_8));
        });

        runToItsEnd();

        List<String> sent = executor.envelopes(tenant, table).stream()
                .flatMap(envelope -> new String(envelope.body(), UTF_8).lines())
                .toList();
        assertThat(sent).containsExactly("{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
        assertThat(executor.markers(tenant, table)).hasSizeGreaterThan(1);
    }

    private void table() {
        executor.table(new TableSpec(
                tenant,
                table,
                new DestinationSpec("managed", DestinationSpec.MANAGED, Map.of(), Optional.empty()),
                List.of(),
                List.of("id"),
                Optional.empty(),
                MergeMode.UPSERT,
                3,
                100));
    }

    private byte[] stored(Claim claim) {
        try (ClaimStore store = claims.open(
                tenant, new DestinationSpec("managed", DestinationSpec.MANAGED, Map.of(), Optional.empty()))) {
            return store.fetch(claim, 16 << 20);
        }
    }

    @Test
    void recordOverTheLimitIsToldWithItsReasonAndTheSliceGoesOn() {
        table();
        String large = "{\"id\":2,\"note\":\"" + "x".repeat(17 << 20) + "\"}";
        serve((out, call) -> out.write(("{\"id\":1}\n" + large + "\n{\"id\":3}\n").getBytes(UTF_8)));

        runToItsEnd();

        List<Envelope> sent = executor.envelopes(tenant, table);
        Envelope refused = sent.stream()
                .filter(envelope -> envelope.refused().isPresent())
                .findFirst()
                .orElseThrow();
        assertThat(refused.refused().orElseThrow())
                .isEqualTo("a line of 17825810 bytes (expected: at most 16777216, maxRecordBytes);"
                        + " of it, the first 262144 bytes are kept");
        assertThat(stored(refused.claim().orElseThrow()))
                .isEqualTo(large.substring(0, 256 << 10).getBytes(UTF_8));
        assertThat(sent.stream().mapToInt(Envelope::records).sum()).isEqualTo(3);
        assertThat(((SliceCompleted) executor.markers(tenant, table).getLast()).records())
                .isEqualTo(3);
    }

    @Test
    void largeRecordIsInTheTenantsWarehouseBeforeItsEnvelopeIsTold() {
        table();
        String large = "{\"id\":2,\"note\":\"" + "x".repeat(2 << 20) + "\"}";
        serve((out, call) -> out.write(("{\"id\":1}\n" + large + "\n{\"id\":3}\n").getBytes(UTF_8)));

        runToItsEnd();

        List<Envelope> sent = executor.envelopes(tenant, table);
        assertThat(sent).extracting(Envelope::records).containsExactly(1, 1, 1);
        Claim claim = sent.get(1).claim().orElseThrow();
        assertThat(claim.uri()).contains("/" + tenant + "/cas/");
        assertThat(stored(claim)).isEqualTo(large.getBytes(UTF_8));
        assertThat(((SliceCompleted) executor.markers(tenant, table).getLast()).records())
                .isEqualTo(3);
    }

    @Test
    void largeRecordOfATableThatNobodyKnowsFailsTheSlice() {
        serve((out, call) -> out.write(("{\"id\":\"" + "x".repeat(300 << 10) + "\"}\n").getBytes(UTF_8)));

        runToItsEnd();

        assertThat(executor.facts(SliceFailed.class).stream()
                        .filter(failed -> failed.tenant().equals(tenant)))
                .singleElement()
                .satisfies(failed -> assertThat(failed.message()).contains("long.lines"));
    }

    @Test
    void bodyThatNeverGetsFurtherFailsTheSliceAndTheRunSaysWhy() {
        serve((out, call) -> {
            out.flush();
            over.await();
        });

        runToItsEnd();

        List<SliceFailed> failures = executor.facts(SliceFailed.class).stream()
                .filter(fact -> fact.tenant().equals(tenant))
                .toList();
        assertThat(failures).singleElement().satisfies(failed -> {
            assertThat(failed.kind()).isEqualTo(SliceFailed.Kind.CONFIG);
            assertThat(failed.message()).contains("a response is longer than the time there is to read it");
        });
    }

    @Test
    void attemptThatIsCutOffHasFailedAndItsThreadSaysNothingMore() throws InterruptedException {
        var asked = new CountDownLatch(1);
        serve((out, call) -> {
            out.write("{\"id\":1}\n".getBytes(UTF_8));
            out.flush();
            asked.countDown();
            over.await();
        });
        SliceRun attempt = slices.attempt(asks(Optional.empty()), Instant.now().plusSeconds(3600));
        var ended = new AtomicReference<Throwable>();
        Thread reader = Thread.ofPlatform().start(() -> {
            try {
                attempt.run();
            } catch (CancellationException cutOff) {
                ended.set(cutOff);
            }
        });
        asked.await();

        assertThat(attempt.cutOff()).isTrue();
        assertThat(attempt.cutOff()).isFalse();
        over.countDown();
        reader.join();

        assertThat(ended.get()).hasMessageContaining("was cut off");
        assertThat(executor.markers(tenant, table)).singleElement().isInstanceOf(SliceAborted.class);
        assertThat(executor.envelopes(tenant, table)).isEmpty();
        assertThat(executor.facts(SliceFailed.class).stream()
                        .filter(fact -> fact.tenant().equals(tenant))
                        .toList())
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.kind()).isEqualTo(SliceFailed.Kind.TRANSIENT);
                    assertThat(failed.message())
                            .contains("stream 'lines'")
                            .contains("was cut off")
                            .contains("The next run reads it again");
                });
    }

    @Test
    void attemptThatHasNotBegunCannotBeCutOffAndDoesNotBeginAfterwards() {
        serve((out, call) -> out.flush());
        SliceRun attempt = slices.attempt(asks(Optional.empty()), Instant.now().plusSeconds(3600));

        assertThat(attempt.cutOff()).isFalse();

        assertThatThrownBy(attempt::run).hasMessageContaining("was cut off");
        assertThat(calls.get()).isZero();
        assertThat(executor.markers(tenant, table)).isEmpty();
    }
}
