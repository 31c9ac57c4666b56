package dev.ingest.platform.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracesTest {
    private final List<JsonNode> spans = Collections.synchronizedList(new ArrayList<>());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private HttpServer receiver;
    private int status = 200;

    private record Settings(Optional<URI> endpoint, double share) implements TraceSettings {
        @Override
        public int waitingMax() {
            return 100;
        }

        @Override
        public int batchMax() {
            return 10;
        }

        @Override
        public Duration callMax() {
            return Duration.ofSeconds(30);
        }
    }

    @BeforeEach
    void receive() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/v1/traces", exchange -> {
            try (exchange) {
                var told = new ObjectMapper().readTree(exchange.getRequestBody());
                assertThat(told.at("/resourceSpans/0/resource/attributes/0").toString())
                        .isEqualTo("{\"key\":\"service.name\",\"value\":{\"stringValue\":\"tested\"}}");
                told.at("/resourceSpans/0/scopeSpans/0/spans").forEach(spans::add);
                exchange.sendResponseHeaders(status, -1);
            }
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private Traces traces(double share) {
        URI endpoint = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/");
        return new Traces(new Settings(Optional.of(endpoint), share), registry, "tested");
    }

    private static String carried(Headers headers) {
        return Optional.ofNullable(headers.lastHeader("traceparent"))
                .map(header -> new String(header.value(), UTF_8))
                .orElse("");
    }

    @Test
    void workGoesOnWithTheTraceOfItsMessageAndSoDoesWhatItSends() {
        Traces traces = traces(1);
        Headers request = new RecordHeaders();
        Headers onward = new RecordHeaders();
        Headers after = new RecordHeaders();
        traces.into(request, "01RUN");

        try (var slice = traces.working(Stream.of(request), "slice", Map.of("slice", "s1"))) {
            traces.into(onward);
            slice.done();
        }
        traces.into(after);
        traces.run("01RUN", Instant.EPOCH, Instant.ofEpochSecond(1, 5), Map.of("run", "01RUN"), Optional.empty());
        traces.close();

        JsonNode slice = spans.getFirst();
        JsonNode run = spans.getLast();
        assertThat(carried(request))
                .isEqualTo("00-%s-%s-01"
                        .formatted(
                                run.get("traceId").asText(), run.get("spanId").asText()));
        assertThat(slice.get("traceId")).isEqualTo(run.get("traceId"));
        assertThat(slice.get("parentSpanId")).isEqualTo(run.get("spanId"));
        assertThat(slice.get("attributes").toString())
                .isEqualTo("[{\"key\":\"slice\",\"value\":{\"stringValue\":\"s1\"}}]");
        assertThat(slice.has("status")).isFalse();
        assertThat(carried(onward)).contains(slice.get("spanId").asText());
        assertThat(carried(after)).isEmpty();
        assertThat(run.get("startTimeUnixNano").asText()).isEqualTo("0");
        assertThat(run.get("endTimeUnixNano").asText()).isEqualTo("1000000005");
        assertThat(run.has("parentSpanId")).isFalse();
    }

    @Test
    void workForSeveralMessagesIsLinkedWithTheTracesOfTheOthersAndFailureIsOnIt() {
        Traces traces = traces(1);
        List<Headers> messages = List.of(new RecordHeaders(), new RecordHeaders(), new RecordHeaders());
        traces.begun(messages.get(1), "post", Map.of()).run();
        traces.begun(messages.get(2), "post", Map.of()).run();

        traces.working(messages.stream(), "commit", Map.of()).close();
        traces.close();

        JsonNode commit = spans.getLast();
        assertThat(commit.get("parentSpanId")).isEqualTo(spans.get(0).get("spanId"));
        assertThat(commit.at("/links/0/spanId")).isEqualTo(spans.get(1).get("spanId"));
        assertThat(commit.get("links")).hasSize(1);
        assertThat(commit.at("/status/code").asInt()).isEqualTo(2);
    }

    @Test
    void nothingIsCarriedOrToldWhereNothingIsTraced() {
        for (Traces traces : List.of(Traces.off(), traces(0))) {
            Headers headers = new RecordHeaders();
            traces.into(headers, "01RUN");
            traces.begun(headers, "post", Map.of()).run();
            try (var slice = traces.working(Stream.of(headers), "slice", Map.of())) {
                traces.into(headers);
                slice.done();
            }
            traces.run("01RUN", Instant.EPOCH, Instant.EPOCH, Map.of(), Optional.empty());
            traces.close();
            assertThat(headers).isEmpty();
        }
        assertThat(spans).isEmpty();
    }

    @Test
    void messageWhoseTraceMakesNoSenseOrIsNotSampledIsOfNoTrace() {
        Traces traces = traces(1);
        for (String text : List.of("", "nonsense", "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-00")) {
            Headers headers = new RecordHeaders();
            headers.add("traceparent", text.getBytes(UTF_8));
            traces.working(Stream.of(headers), "slice", Map.of()).close();
        }
        traces.close();
        assertThat(spans).isEmpty();
    }

    @Test
    void shareOfTheRunsIsTracedAndEveryServiceDecidesAlike() {
        List<String> runs =
                Stream.iterate(0, i -> i + 1).limit(2000).map(i -> "01RUN" + i).toList();

        long within = runs.stream()
                .filter(run -> TraceContext.ofRun(run).within(0.25))
                .count();

        assertThat(within).isBetween(400L, 600L);
        assertThat(runs).allMatch(run -> TraceContext.ofRun(run).within(1));
        assertThat(TraceContext.ofRun("01RUN1")).isEqualTo(TraceContext.ofRun("01RUN1"));
    }

    @Test
    void whatTheReceiverDoesNotTakeIsDroppedAndCounted() {
        status = 503;
        Traces traces = traces(1);
        traces.begun(new RecordHeaders(), "post", Map.of()).run();
        traces.close();

        assertThat(Objects.requireNonNull(registry.find("ingest.spans.dropped").counter())
                        .count())
                .isEqualTo(1);
    }
}
