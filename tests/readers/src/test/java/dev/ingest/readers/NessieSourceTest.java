package dev.ingest.readers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.connector.Connector;
import dev.ingest.connector.ConnectorSession;
import dev.ingest.connector.http.SessionOptions;
import dev.ingest.connector.read.PageSink;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** An API that no one here wrote is filled through itself, then read by a manifest, page by page. */
@Tag("all")
@Tag("nessie")
@TestInstance(Lifecycle.PER_CLASS)
class NessieSourceTest {
    private static final int BRANCHES = 9;
    private static final int TABLES = 16;

    /** As in the manifest: every list is longer. */
    private static final int PAGE = 7;

    private static final Duration READ_MAX = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    @AutoClose
    private final Nessie nessie = Nessie.start();

    private final Connector connector;

    NessieSourceTest() throws IOException {
        connector = Connector.load(Files.readString(Path.of("src/test/resources/nessie.yaml")));
    }

    @BeforeAll
    void fill() {
        for (int branch = 0; branch < BRANCHES; branch++) {
            nessie.branch("b" + branch);
            for (int table = 0; table < TABLES; table++) {
                nessie.table("b" + branch, "t" + branch + "_" + table);
            }
        }
    }

    @Test
    void everyBranchIsARecordWithItsHead() {
        Map<String, String> heads = new TreeMap<>();
        for (JsonNode branch : read("branches")) {
            assertThat(heads.put(
                            branch.path("name").asText(), branch.path("hash").asText()))
                    .isNull();
        }

        Map<String, String> expected = new TreeMap<>(Map.of("main", nessie.head("main")));
        for (int branch = 0; branch < BRANCHES; branch++) {
            expected.put("b" + branch, nessie.head("b" + branch));
        }
        assertThat(heads).isEqualTo(expected);
    }

    @Test
    void everyTableOfEveryBranchIsARecordWithItsContent() {
        Map<String, String> locations = new TreeMap<>();
        for (JsonNode entry : read("entries")) {
            String table =
                    entry.path("branch").asText() + "." + entry.path("table").asText();
            assertThat(locations.put(
                            table,
                            entry.path("content").path("metadataLocation").asText()))
                    .isNull();
        }

        Map<String, String> expected = new TreeMap<>();
        for (int branch = 0; branch < BRANCHES; branch++) {
            for (int table = 0; table < TABLES; table++) {
                String name = "t" + branch + "_" + table;
                expected.put("b" + branch + "." + name, "s3://lake/" + name + ".json");
            }
        }
        assertThat(locations).isEqualTo(expected);
    }

    @Test
    void everyCommitOfEveryBranchIsARecordInTheOrderOfItsLog() {
        List<String> expected = new ArrayList<>();
        for (int branch = 0; branch < BRANCHES; branch++) {
            // A log begins with what was done last.
            for (int table = TABLES - 1; table >= 0; table--) {
                expected.add("b%1$d: add t%1$d_%2$d".formatted(branch, table));
            }
        }
        assertThat(read("commits").stream()
                        .map(each -> each.path("branch").asText() + ": "
                                + each.path("message").asText()))
                .containsExactlyInAnyOrderElementsOf(expected)
                .containsSubsequence(expected.subList(0, TABLES));
    }

    private List<JsonNode> read(String stream) {
        Clock clock = Clock.systemUTC();
        Map<String, Object> config = Map.of("url", nessie.url());
        List<JsonNode> records = new ArrayList<>();
        PageSink sink = page -> {
            assertThat(page.records()).hasSizeLessThanOrEqualTo(PAGE);
            page.records().forEach(record -> records.add(parsed(record)));
            return PageSink.Flow.CONTINUE;
        };
        SessionOptions options = SessionOptions.of(clock).withAllowed((host, port) -> host.equals("127.0.0.1"));
        try (ConnectorSession session = ConnectorSession.create(options)) {
            for (Slice slice : connector.plan(stream, config, Optional.empty(), clock.instant())) {
                assertThat(connector.read(
                                stream, config, slice, session, clock.instant().plus(READ_MAX), sink))
                        .isInstanceOf(SliceResult.Completed.class);
            }
        }
        return records;
    }

    private static JsonNode parsed(byte[] record) {
        try {
            return JSON.readTree(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
