package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.http.SessionOptions;
import dev.ingest.connector.read.PageSink;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A response that takes longer than the slice that reads it has time. */
class CutOffBodiesTest {
    private static final String FILLER = "x".repeat(10_000);
    private static final int RECORDS = 400;
    private static final int READS_MAX = 20;

    @FunctionalInterface
    private interface Body {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    /** Every look at it takes a second, so that time passes with what is read and with nothing else. */
    private static final class TickingClock extends Clock {
        private final AtomicLong seconds = new AtomicLong();

        @Override
        public Instant instant() {
            return TestTime.START.plusSeconds(seconds.incrementAndGet());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

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
                body.write(exchange.getResponseBody());
            } catch (IOException | InterruptedException readerHasGone) {
                assertThat(over.getCount()).isBetween(0L, 1L);
            }
        });
    }

    private void serveRecords() {
        serve(out -> {
            for (int i = 0; i < RECORDS; i++) {
                out.write(("{\"id\":" + i + ",\"text\":\"" + FILLER + "\"}\n").getBytes(StandardCharsets.US_ASCII));
            }
        });
    }

    private SliceResult read(Clock clock, Duration time, Slice slice, PageSink sink) {
        Connector connector = Yaml.stream()
                .retriever("decoder: { type: JsonlDecoder }")
                .selector("{ type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }")
                .load();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        SessionOptions options = SessionOptions.of(clock).withAllowed((host, port) -> host.equals("127.0.0.1"));
        try (ConnectorSession session = ConnectorSession.create(options)) {
            Instant deadline = clock.instant().plus(time);
            return connector.read("things", Map.of("url", url), slice, session, deadline, sink);
        }
    }

    /** Reads on where the slice before it was cut off; each has more time, because it has to get past what is known. */
    private List<SliceResult> readOn(Duration first, Duration more, PageSink sink) {
        Clock clock = new TickingClock();
        List<SliceResult> results = new ArrayList<>();
        Slice slice = Slice.WHOLE;
        for (int i = 0; i < READS_MAX; i++) {
            SliceResult result = read(clock, first.plus(more.multipliedBy(i)), slice, sink);
            results.add(result);
            if (!(result instanceof SliceResult.Deferred deferred)) {
                return results;
            }
            slice = Slice.WHOLE.withCursor(deferred.cursor());
        }
        throw new AssertionError("no end: " + results);
    }

    @Test
    void whatArrivedBeforeTheDeadlineIsGivenOnAndTheRestIsReadLater() {
        serveRecords();
        Collected sink = new Collected();

        List<SliceResult> results = readOn(Duration.ofSeconds(80), Duration.ofSeconds(80), sink);

        assertThat(results).hasSizeGreaterThan(1).last().isInstanceOf(SliceResult.Completed.class);
        assertThat(results.getFirst())
                .isInstanceOfSatisfying(
                        SliceResult.Deferred.class,
                        deferred -> assertThat(deferred.records()).isBetween(1L, RECORDS - 1L));
        assertThat(sink.records()).hasSize(RECORDS);
        for (int i = 0; i < RECORDS; i++) {
            assertThat(sink.records().get(i)).startsWith("{\"id\":" + i + ",");
        }
    }

    @Test
    void aBodyThatNeverGetsFurtherFailsAndSaysWhy() {
        serve(out -> {
            while (over.getCount() > 0) {
                out.write("\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII));
            }
        });

        List<SliceResult> results = readOn(Duration.ofSeconds(50), Duration.ZERO, new Collected());

        assertThat(Reading.failed(results.getLast(), ReadException.Kind.CONFIG).message())
                .contains("things: a response is longer than the time there is to read it")
                .contains("ask for less at once");
    }

    @Test
    void aBodyThatStopsArrivingIsNotWaitedForBeyondTheDeadline() {
        serve(out -> {
            out.flush();
            over.await();
        });

        assertThat(read(Clock.systemUTC(), Duration.ofMillis(300), Slice.WHOLE, new Collected()))
                .isInstanceOf(SliceResult.Deferred.class);
    }

    @Test
    void whoWantsFewRecordsIsAskedBeforeABodyHasEnded() {
        serve(out -> {
            out.write("{\"id\":1}\n{\"id\":2}\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            over.await();
        });
        Collected sink = new Collected(1);

        SliceResult result = read(Clock.systemUTC(), Duration.ofMinutes(1), Slice.WHOLE, PageSink.asked(2, sink));

        assertThat(result).isInstanceOf(SliceResult.Deferred.class);
        assertThat(sink.records()).containsExactly("{\"id\":1}", "{\"id\":2}");
    }
}
