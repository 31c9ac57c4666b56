package dev.ingest.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What Trino tells of its queries, in its own events and in OpenLineage's, is in the query log. */
@Tag("all")
@Tag("trino-events")
@TestInstance(Lifecycle.PER_CLASS)
class TrinoEventsTest {
    private static final String COLUMNS =
            "query,query_state,duration_ms,user,tags,query_type,failure_class,failure_name,server_version";

    private final Gateway gateway = new Gateway();

    @AutoClose
    private final Trino trino = start();

    @AfterAll
    void close() {
        gateway.close();
    }

    @Test
    void aQueryThatFinishedIsARow() throws InterruptedException {
        assertThat(trino.query("select 1 as one")).containsExactly("{\"one\":1}");
        JsonNode row = row("select 1 as one", "[\"readers\",\"events\"]");
        assertThat(row.get(1).asText()).isEqualTo("FINISHED");
        assertThat(row.get(2).isNumber()).isTrue();
        assertThat(row.get(3).asText()).isEqualTo("reader");
        assertThat(row.get(5).asText()).isEqualTo("SELECT");
        assertThat(row.get(8).asText()).isEqualTo("476");
    }

    @Test
    void aQueryThatFailedIsARowWithItsFailure() throws InterruptedException {
        assertThatThrownBy(() -> trino.query("select nothing_of_the_kind")).hasMessageContaining("cannot be resolved");
        JsonNode row = row("select nothing_of_the_kind", "[\"readers\",\"events\"]");
        assertThat(row.get(1).asText()).isEqualTo("FAILED");
        assertThat(row.get(6).asText()).isEqualTo("USER_ERROR");
        assertThat(row.get(7).asText()).isEqualTo("COLUMN_NOT_FOUND");
    }

    /** Trino tells OpenLineage of queries that write, and calls their like INSERT. */
    @Test
    void lineageOfAQueryIsARowThatNamesItsJob() throws InterruptedException {
        assertThat(trino.query("create schema lineage")).isEmpty();
        String sql = "create table lineage.copies as select 1 as one";
        trino.query(sql);
        JsonNode row = row(sql, "event:COMPLETE");
        assertThat(row.get(1).asText()).isEqualTo("FINISHED");
        assertThat(row.get(2).isNull()).isTrue();
        assertThat(row.get(4).toString()).contains("integration:TRINO", "job:");
        assertThat(row(sql, "\"readers\"").get(2).isNumber()).isTrue();
    }

    private JsonNode row(String query, String tag) throws InterruptedException {
        Gateway.await(query + " with " + tag, () -> found(query, tag).isPresent());
        return found(query, tag).orElseThrow();
    }

    private Optional<JsonNode> found(String query, String tag) {
        return gateway.queries(COLUMNS).stream()
                .filter(row -> row.get(0).asText().equals(query))
                .filter(row -> text(row.get(4)).contains(tag))
                .findFirst();
    }

    private static String text(JsonNode value) {
        return Objects.requireNonNullElse(value.textValue(), value.toString());
    }

    private Trino start() {
        String token = gateway.token("query-log");
        return Trino.start(
                gateway.warehouse("trino_events"),
                List.of("""
                event-listener.name=http
                http-event-listener.connect-ingest-uri=%s/ingest/push/trino
                http-event-listener.connect-http-headers=X-Ryft-Token: %s
                http-event-listener.connect-retry-count=5
                http-event-listener.log-created=true
                http-event-listener.log-completed=true
                http-event-listener.log-split=true
                """.formatted(gateway.url(), token), """
                event-listener.name=openlineage
                openlineage-event-listener.transport.type=HTTP
                openlineage-event-listener.transport.url=%s
                openlineage-event-listener.transport.api-key=%s
                openlineage-event-listener.trino.uri=http://127.0.0.1:8080
                """.formatted(gateway.url(), token)));
    }
}
