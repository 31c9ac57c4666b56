package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ingest.connector.read.Page;
import dev.ingest.connector.read.PageSink;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** One response that is far larger than a page may be, read while it arrives. */
class StreamedBodiesTest {
    private static final int RECORDS = 150_000;
    private static final String FILLER = "x".repeat(1_000);
    /** A page is 32 MiB at most, a given one 4: what is alive in between stays far below the 150 MB of the body. */
    private static final long LIVE_BYTES_MAX = 64L * 1024 * 1024;

    @FunctionalInterface
    private interface Body {
        void write(OutputStream out, int request) throws IOException;
    }

    /** Counts, and looks at what is alive now and then. */
    private static final class Counting implements PageSink {
        private final int stopAfter;
        private final long before = live();
        private long records;
        private long bytes;
        private int pages;
        private int largest;
        private long mostLive;

        Counting(int stopAfter) {
            this.stopAfter = stopAfter;
        }

        private static long live() {
            System.gc();
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }

        @Override
        public Flow page(Page page) {
            records += page.records().size();
            bytes += page.records().stream().mapToLong(record -> record.length).sum();
            largest = Math.max(largest, page.records().size());
            pages++;
            if (pages % 10 == 0) {
                mostLive = Math.max(mostLive, live() - before);
            }
            return pages >= stopAfter ? Flow.STOP : Flow.CONTINUE;
        }
    }

    private static void serving(Body body, Consumer<String> test) throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
                    body.write(out, requests.incrementAndGet());
                } catch (IOException readerHasGone) {
                    assertThat(readerHasGone).hasMessageNotContaining("unexpected");
                }
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        try {
            test.accept("http://127.0.0.1:" + server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    private static SliceResult read(String url, String decoder, Slice slice, PageSink sink) {
        return read(url, Yaml.stream(), decoder, slice, sink);
    }

    private static SliceResult read(String url, Yaml manifest, String decoder, Slice slice, PageSink sink) {
        Connector connector = manifest.retriever("decoder: " + decoder)
                .selector("{ type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }")
                .load();
        Map<String, Object> config = new HashMap<>(Map.of("url", url));
        try (ConnectorSession session = new TestTime().session()) {
            return connector.read("things", config, slice, session, TestTime.deadline(), sink);
        }
    }

    private static void streams(String decoder, Body body) throws IOException {
        serving(body, url -> {
            Counting sink = new Counting(Integer.MAX_VALUE);

            assertThat(read(url, decoder, Slice.WHOLE, sink)).isInstanceOf(SliceResult.Completed.class);
            assertThat(sink.records).isEqualTo(RECORDS);
            assertThat(sink.bytes).isGreaterThan(RECORDS * 1_000L);
            assertThat(sink.largest).isLessThanOrEqualTo(10_000);
            assertThat(sink.mostLive).isLessThan(LIVE_BYTES_MAX);
        });
    }

    private static final Yaml FILTERED = Yaml.stream().requester("""
            error_handler:
              type: DefaultErrorHandler
              response_filters:
                - { type: HttpResponseFilter, action: FAIL, error_message_contains: "quota is used up" }
                - { type: HttpResponseFilter, action: FAIL, predicate: "{{ 'error' in response }}" }
            """);

    /** What the body is decoded as. */
    private static final String JSONL = "{ type: JsonlDecoder }";

    @Test
    void aBodyThatAFilterLooksAtIsStreamedAllTheSame() throws IOException {
        serving((out, request) -> records(out, "\n"), url -> {
            Counting sink = new Counting(Integer.MAX_VALUE);

            assertThat(read(url, FILTERED, JSONL, Slice.WHOLE, sink)).isInstanceOf(SliceResult.Completed.class);
            assertThat(sink.records).isEqualTo(RECORDS);
            assertThat(sink.mostLive).isLessThan(LIVE_BYTES_MAX);
        });
    }

    @Test
    void aFilterSeesTheBeginningOfALongBody() throws IOException {
        Body refused = (out, request) -> {
            out.write("{\"note\":\"the quota is used up\"}\n".getBytes(StandardCharsets.US_ASCII));
            records(out, "\n");
        };
        serving(
                refused,
                url -> assertThat(Reading.failed(read(url, FILTERED, JSONL, Slice.WHOLE, new Counting(1)))
                                .message())
                        .contains("answered 200"));
    }

    @Test
    void aFilterSeesTheWholeOfAShortBody() throws IOException {
        Body refused = (out, request) -> out.write("{\"error\":1}\n".getBytes(StandardCharsets.US_ASCII));
        serving(
                refused,
                url -> assertThat(Reading.failed(read(url, FILTERED, JSONL, Slice.WHOLE, new Counting(1)))
                                .message())
                        .contains("answered 200"));
    }

    /** Its fields are not known before its end: what a record says is not taken for the document's own error. */
    @Test
    void aFilterSeesNothingOfALongDocument() throws IOException {
        Body document = (out, request) -> {
            out.write("{\"data\":[{\"id\":\"the quota is used up\"},".getBytes(StandardCharsets.US_ASCII));
            records(out, ",");
            out.write("]}".getBytes(StandardCharsets.US_ASCII));
        };
        serving(document, url -> {
            Counting sink = new Counting(Integer.MAX_VALUE);

            assertThat(read(url, FILTERED, "{ type: JsonItemsDecoder, items_path: data }", Slice.WHOLE, sink))
                    .isInstanceOf(SliceResult.Completed.class);
            assertThat(sink.records).isEqualTo(RECORDS + 1L);
        });
    }

    private static void records(OutputStream out, String between) throws IOException {
        for (int i = 0; i < RECORDS; i++) {
            String comma = i == 0 ? "" : between;
            out.write((comma + "{\"id\":" + i + ",\"text\":\"" + FILLER + "\"}").getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void linesOfJsonStream() throws IOException {
        streams("{ type: JsonlDecoder }", (out, request) -> records(out, "\n"));
    }

    @Test
    void zippedLinesStream() throws IOException {
        streams("{ type: GzipDecoder, decoder: { type: JsonlDecoder } }", (out, request) -> {
            try (GZIPOutputStream zipped = new GZIPOutputStream(out)) {
                records(zipped, "\n");
            }
        });
    }

    @Test
    void elementsOfOneDocumentStream() throws IOException {
        streams("{ type: JsonItemsDecoder, items_path: data.rows }", (out, request) -> {
            out.write("{\"data\":{\"before\":[1,2],\"rows\":[".getBytes(StandardCharsets.US_ASCII));
            records(out, ",\n");
            out.write("]},\"after\":true}".getBytes(StandardCharsets.US_ASCII));
        });
    }

    @Test
    void rowsOfCsvStream() throws IOException {
        streams("{ type: CsvDecoder }", (out, request) -> {
            out.write("id,text\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < RECORDS; i++) {
                out.write((i + ",\"" + FILLER + "\"\n").getBytes(StandardCharsets.US_ASCII));
            }
        });
    }

    private static void numbers(OutputStream out, int from) throws IOException {
        for (int i = from; i < from + 25_000; i++) {
            out.write(("{\"id\":" + i + "}\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static List<String> interrupted(Body body) throws IOException {
        Collected first = new Collected(1);
        Collected rest = new Collected();
        serving(body, url -> {
            SliceResult.Deferred deferred =
                    (SliceResult.Deferred) read(url, "{ type: JsonlDecoder }", Slice.WHOLE, first);
            assertThat(deferred.records()).isEqualTo(10_000);
            assertThat(read(url, "{ type: JsonlDecoder }", Slice.WHOLE.withCursor(deferred.cursor()), rest))
                    .isInstanceOf(SliceResult.Completed.class);
        });
        return rest.records();
    }

    @Test
    void anInterruptedBodyGoesOnWhereItWas() throws IOException {
        assertThat(interrupted((out, request) -> numbers(out, 0)))
                .hasSize(15_000)
                .startsWith("{\"id\":10000}")
                .endsWith("{\"id\":24999}");
    }

    @Test
    void anInterruptedBodyThatIsAnotherNowIsReadWhole() throws IOException {
        assertThat(interrupted((out, request) -> numbers(out, request == 1 ? 0 : 7)))
                .hasSize(25_000)
                .startsWith("{\"id\":7}")
                .endsWith("{\"id\":25006}");
    }

    @Test
    void aLineOfAnyLengthIsPutAsideAndLittleOfItIsHeld() throws IOException {
        serving(
                (out, request) -> {
                    for (int i = 0; i < 400; i++) {
                        out.write("x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII));
                    }
                    out.write("\n{\"id\":1}\n".getBytes(StandardCharsets.US_ASCII));
                },
                url -> {
                    Collected sink = new Collected();
                    assertThat(read(url, "{ type: JsonlDecoder }", Slice.WHOLE, sink))
                            .isInstanceOf(SliceResult.Completed.class);
                    assertThat(sink.records()).containsExactly("{\"id\":1}");
                    assertThat(sink.pages().getFirst().oversized())
                            .singleElement()
                            .satisfies(line -> {
                                assertThat(line.start()).hasSize(256 << 10);
                                assertThat(line.reason())
                                        .startsWith("a line of 419430400 bytes (expected: at most 16777216");
                            });
                });
    }
}
