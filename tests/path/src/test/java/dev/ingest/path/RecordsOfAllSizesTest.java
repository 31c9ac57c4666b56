package dev.ingest.path;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.ingest.contracts.record.Claim;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From an API whose records fit a message, do not, or fit no row: what becomes of each is told. */
class RecordsOfAllSizesTest {
    private static final int RECORD_BYTES_MAX = 16 << 20;
    private static final String ADMIN = "tenant-admin@sizes";

    private final Product product = Product.shared();
    private HttpServer api;

    @BeforeEach
    void listen() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/lines", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                write(exchange.getResponseBody());
            }
        });
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    private static void write(OutputStream out) throws IOException {
        for (String line : List.of(
                "{\"id\":1,\"note\":\"small\"}",
                record(2, Claim.RECORD_BYTES_FROM),
                record(3, Claim.RECORD_BYTES_FROM + 1),
                record(4, RECORD_BYTES_MAX),
                record(5, RECORD_BYTES_MAX + 1),
                "{\"id\":\"six\"}",
                "{\"id\":1,\"note\":\"small again\"}")) {
            out.write((line + "\n").getBytes(UTF_8));
        }
    }

    private static String record(int id, int bytes) {
        String head = "{\"id\":%d,\"note\":\"".formatted(id);
        return head + "x".repeat(bytes - head.length() - 2) + "\"}";
    }

    @Test
    void everyRecordIsARowOnceOrADeadLetterAndTheLedgerSaysWhich() {
        pipeline();

        JsonNode run = product.finish("sizes", product.start("sizes", "lines"));

        assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("succeeded");
        JsonNode ledger = run.get("streams").get(0).get("ledger");
        assertThat(ledger.get("fetched").asLong()).as(ledger.toString()).isEqualTo(7);
        assertThat(ledger.get("deduplicated").asLong()).isEqualTo(1);
        assertThat(ledger.get("committed").asLong()).isEqualTo(4);
        assertThat(ledger.get("deadLettered").asLong()).isEqualTo(2);
        assertThat(product.get("scheduler", "/api/v1/alerts?open=true", ADMIN)
                        .expect(200)
                        .text())
                .doesNotContain("LEDGER_UNBALANCED");
        assertThat(ids()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
        assertThat(reasons())
                .containsExactlyInAnyOrder(
                        "column id (long) cannot hold a string",
                        "a line of 16777217 bytes (expected: at most 16777216, maxRecordBytes);"
                                + " of it, the first 262144 bytes are kept");
    }

    private List<Long> ids() {
        JsonNode rows = product.get("masking", "/api/v1/tables/sizes/lines/rows?select=id", ADMIN)
                .expect(200)
                .json()
                .get("rows");
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.get(0).asLong())
                .toList();
    }

    private List<String> reasons() {
        return product.get("masking", "/api/v1/dead-letters?table=sizes.lines", ADMIN)
                .expect(200)
                .json()
                .get("letters")
                .findValuesAsText("reason");
    }

    private void pipeline() {
        String url = "http://127.0.0.1:" + api.getAddress().getPort();
        product.post("scheduler", "/api/v1/tenants", "operator", Product.json(Map.of("id", "sizes", "name", "sizes")))
                .expect(201);
        product.allow("sizes", url);
        product.call("PUT", "scheduler", "/api/v1/connectors/lines", token(), "application/yaml", """
                        version: "7.28.0"
                        type: DeclarativeSource
                        check: { type: CheckStream, stream_names: [lines] }
                        streams:
                          - type: DeclarativeStream
                            name: lines
                            primary_key: [id]
                            schema_loader:
                              type: InlineSchemaLoader
                              schema: { type: object, properties: { id: { type: integer }, note: { type: string } } }
                            retriever:
                              type: SimpleRetriever
                              decoder: { type: JsonlDecoder }
                              requester: { type: HttpRequester, url_base: "%s", path: /lines }
                              record_selector: { type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }
                        """.formatted(url))
                .expect(201);
        product.put("/api/v1/credentials/lines", ADMIN, Product.json(Map.of("values", Map.of("unused", "value"))))
                .expect(200);
        product.put(
                        "/api/v1/pipelines/lines",
                        ADMIN,
                        Product.json(Map.of(
                                "connector", "lines",
                                "credential", "lines",
                                "namespace", "sizes",
                                "config", Map.of(),
                                "streams", List.of(Map.of("name", "lines")),
                                "schedule", "manual")))
                .expect(200);
    }

    private String token() {
        return "Bearer " + product.stack.token(ADMIN);
    }
}
