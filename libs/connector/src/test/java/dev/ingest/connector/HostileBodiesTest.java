package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.http.ReadLimits;
import dev.ingest.connector.read.SliceResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Bodies that are too large, never end, or are not the text they claim to be. Each is written while it is read. */
class HostileBodiesTest {
    private static final long FIVE_GB = 5L * 1024 * 1024 * 1024;
    /** A page may have 32 MiB; beside it, what lies in buffers on the way. */
    private static final long SENT_MAX = 64L * 1024 * 1024;

    private static final Yaml ONCE =
            Yaml.stream().requester("error_handler: { type: DefaultErrorHandler, max_retries: 0 }");
    private static final Yaml LINES = Yaml.stream()
            .retriever("decoder: { type: JsonlDecoder }")
            .selector("{ type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }");

    private static final Yaml ITEMS = Yaml.stream()
            .retriever("decoder: { type: JsonItemsDecoder, items_path: a }")
            .selector("{ type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }");

    private static SliceResult.Failed failure(StreamingApi api, Yaml manifest, ReadLimits limits) {
        try (TestApi unused = TestApi.answering(request -> Answer.status(500))) {
            return Reading.failed(new Reading(unused, manifest)
                    .with("url", api.url())
                    .limits(limits)
                    .read());
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** As many records as the reader takes. */
    private static void records(OutputStream out, long bytes) throws IOException {
        String record = "{\"text\":\"" + "x".repeat(64 * 1024) + "\"},\n";
        write(out, "{\"data\":[");
        for (long sent = 0; sent < bytes; sent += record.length()) {
            write(out, record);
        }
    }

    @Test
    void aPageOfFiveGigabytesFailsByItsLimitAndIsNotReadToItsEnd() throws IOException {
        try (StreamingApi api = StreamingApi.json(FIVE_GB, out -> records(out, FIVE_GB))) {
            SliceResult.Failed failed = failure(api, ONCE, ReadLimits.DEFAULT);

            assertThat(failed.kind()).isEqualTo(ReadException.Kind.CONFIG);
            assertThat(failed.message()).contains("answered more than 33554432 bytes (limit: maxPageBytes)");
            assertThat(api.written()).isLessThan(SENT_MAX);
        }
    }

    @Test
    void aSmallBodyThatUnpacksToFiveGigabytesFailsByTheSameLimit() throws IOException {
        StreamingApi.Body bomb = out -> {
            try (GZIPOutputStream zipped = new GZIPOutputStream(out, 1 << 16)) {
                records(zipped, FIVE_GB);
            }
        };
        try (StreamingApi api = StreamingApi.answering(0, "Content-Encoding", "gzip", bomb)) {
            assertThat(failure(api, ONCE, ReadLimits.DEFAULT).message()).contains("limit: maxPageBytes");
            assertThat(api.written()).isLessThan(SENT_MAX);
        }
    }

    @Test
    void aPageWithoutEndFailsByItsLimit() throws IOException {
        try (StreamingApi api = StreamingApi.json(0, out -> records(out, Long.MAX_VALUE / 2))) {
            assertThat(failure(api, ONCE, ReadLimits.DEFAULT).message()).contains("limit: maxPageBytes");
        }
    }

    @Test
    void aPageThatDripsForEverMeetsTheTimeOutOfTheWholeRequest() throws IOException {
        CountDownLatch read = new CountDownLatch(1);
        StreamingApi.Body dripping = out -> {
            write(out, "{\"data\":[");
            while (!ended(read)) {
                write(out, " ");
                out.flush();
            }
        };
        try (StreamingApi api = StreamingApi.json(0, dripping)) {
            ReadLimits limits = ReadLimits.DEFAULT.withRequestTimeout(Duration.ofMillis(300));
            SliceResult.Failed failed = failure(api, ONCE, limits);
            read.countDown();

            assertThat(failed.kind()).isEqualTo(ReadException.Kind.TRANSIENT);
            assertThat(failed.message())
                    .containsAnyOf("the body did not end in time", "no complete answer within 300 ms");
        }
    }

    private static boolean ended(CountDownLatch read) {
        try {
            return read.await(10, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Test
    void aPageThatFallsSilentMeetsTheIdleTimeOut() throws IOException {
        CountDownLatch read = new CountDownLatch(1);
        StreamingApi.Body silent = out -> {
            write(out, "{\"data\":[{\"id\":1},");
            out.flush();
            boolean stop = ended(read);
            while (!stop) {
                stop = ended(read);
            }
        };
        try (StreamingApi api = StreamingApi.json(0, silent)) {
            SliceResult.Failed failed = failure(api, ONCE, ReadLimits.DEFAULT.withIdleTimeout(Duration.ofMillis(200)));
            read.countDown();

            assertThat(failed.message()).contains("no byte for 200 ms (limit: idleTimeout)");
        }
    }

    @Test
    void linesBeyondTheLimitOfAStreamAreAnError() throws IOException {
        StreamingApi.Body lines = out -> {
            while (true) {
                write(out, "{\"id\":1}\n");
            }
        };
        try (StreamingApi api = StreamingApi.json(0, lines)) {
            SliceResult.Failed failed = failure(api, LINES, ReadLimits.DEFAULT.withMaxStreamBytes(1 << 20));

            assertThat(failed.kind()).isEqualTo(ReadException.Kind.CONFIG);
            assertThat(failed.message()).contains("answered more than 1048576 bytes (limit: maxStreamBytes)");
        }
    }

    @Test
    void bytesThatAreNoUtf8AreNoPage() throws IOException {
        for (String wrong : new String[] {"\u00c3(", "\u00ff", "\u00ed\u00a0\u0080", "\u00c0\u0080", "\u00e2\u0082"}) {
            byte[] page = ("{\"data\":[{\"id\":1,\"text\":\"" + wrong + "\"}]}").getBytes(StandardCharsets.ISO_8859_1);
            try (StreamingApi api = StreamingApi.json(page.length, out -> out.write(page))) {
                assertThat(failure(api, ONCE, ReadLimits.DEFAULT).message())
                        .containsPattern("answered 200 with a body that is not (JSON|UTF-8) at byte ");
            }
        }
    }

    @Test
    void aBodyThatIsCutShortIsAnAnswerThatCouldNotBeReadToItsEnd() throws IOException {
        byte[] half = "{\"data\":[".getBytes(StandardCharsets.UTF_8);
        try (StreamingApi api = StreamingApi.json(half.length + 100, out -> {
            out.write(half);
            out.flush();
            // the client tells of an end that comes with the answer's beginning as of no answer at all
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        })) {
            assertThat(failure(api, ONCE, ReadLimits.DEFAULT).message())
                    .contains("answered 200 with a body that could not be read to its end (")
                    .doesNotContain("did not answer");
        }
    }

    @Test
    void bytesThatAreNoUtf8AreNoLine() throws IOException {
        byte[] lines = "{\"id\":1}\n{\"id\":\"\u00c3(\"}\n".getBytes(StandardCharsets.ISO_8859_1);
        try (StreamingApi api = StreamingApi.json(lines.length, out -> out.write(lines))) {
            assertThat(failure(api, LINES, ReadLimits.DEFAULT).message())
                    .contains("has a line (2) that is not UTF-8 at byte 7");
        }
    }

    @Test
    void bytesThatAreNoUtf8AreNoItem() throws IOException {
        byte[] items = "{\"a\":[{\"id\":1},{\"id\":\"\u00ed\u00a0\u0080\"}]}".getBytes(StandardCharsets.ISO_8859_1);
        try (StreamingApi api = StreamingApi.json(items.length, out -> out.write(items))) {
            assertThat(failure(api, ITEMS, ReadLimits.DEFAULT).message())
                    .contains("has an item (2) that is not UTF-8 at byte 7");
        }
    }

    @Test
    void aSchemaThatChangesWithinAPageLeavesWhatDoesNotFitAsItIs() {
        String schema = "{ type: object, properties: { id: { type: [integer, \"null\"] } } }";
        Yaml manifest = Yaml.stream()
                .selector("{ type: RecordSelector, schema_normalization: Default,"
                        + " extractor: { type: DpathExtractor, field_path: [data] } }")
                .stream("schema_loader: { type: InlineSchemaLoader, schema: " + schema + " }");
        try (TestApi api = TestApi.answering(request ->
                Answer.json("{\"data\":[{\"id\":\"1\"},{\"id\":\"one\"},{\"id\":[2]},{\"id\":null},{\"ID\":3}]}"))) {
            Reading reading = new Reading(api, manifest);

            assertThat(reading.read()).isInstanceOf(SliceResult.Completed.class);
            assertThat(reading.sink.records())
                    .containsExactly("{\"id\":1}", "{\"id\":\"one\"}", "{\"id\":[2]}", "{\"id\":null}", "{\"ID\":3}");
        }
    }
}
