package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.http.ReadLimits;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are read while they arrive, from a server that encodes them, or that stops in the middle. */
class ArrivingBodiesTest {
    private static final String LINES = "{\"id\":1}\n{\"id\":2}\n";

    @FunctionalInterface
    private interface Handler {
        void answer(HttpExchange exchange) throws IOException;
    }

    private static SliceResult read(Handler handler, ReadLimits limits, Collected sink) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                handler.answer(exchange);
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        TestTime time = new TestTime();
        try (ConnectorSession session = time.session(limits)) {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            return Yaml.stream()
                    .retriever("decoder: { type: JsonlDecoder }")
                    .selector("{ type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }")
                    .load()
                    .read("things", Map.of("url", url), Slice.WHOLE, session, TestTime.deadline(), sink);
        } finally {
            server.stop(0);
        }
    }

    /** Servers send deflate with and without the header of zlib. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void deflatedLinesAreReadWhileTheyArrive(boolean bare) throws IOException {
        Collected sink = new Collected();

        SliceResult result = read(
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Encoding", "deflate");
                    exchange.sendResponseHeaders(200, 0);
                    try (OutputStream out = new DeflaterOutputStream(
                            exchange.getResponseBody(), new Deflater(Deflater.DEFAULT_COMPRESSION, bare))) {
                        out.write(LINES.getBytes(StandardCharsets.UTF_8));
                    }
                },
                ReadLimits.DEFAULT,
                sink);

        assertThat(result).isEqualTo(new SliceResult.Completed(Optional.empty(), 1, 2));
        assertThat(sink.records()).containsExactly("{\"id\":1}", "{\"id\":2}");
    }

    @Test
    void aBodyThatStopsInTheMiddleIsGivenUp() throws IOException {
        CountDownLatch givenUp = new CountDownLatch(1);
        try {
            SliceResult result = read(
                    exchange -> {
                        exchange.sendResponseHeaders(200, 0);
                        exchange.getResponseBody().write(LINES.getBytes(StandardCharsets.UTF_8));
                        exchange.getResponseBody().flush();
                        awaiting(givenUp);
                    },
                    ReadLimits.DEFAULT.withIdleTimeout(Duration.ofMillis(200)),
                    new Collected());

            assertThat(Reading.failed(result, ReadException.Kind.TRANSIENT).message())
                    .endsWith("/things: the body broke off after 18 bytes (no byte for 200 ms (limit: idleTimeout))");
        } finally {
            givenUp.countDown();
        }
    }

    private static void awaiting(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
