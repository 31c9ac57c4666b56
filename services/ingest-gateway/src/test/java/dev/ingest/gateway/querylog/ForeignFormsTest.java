package dev.ingest.gateway.querylog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.gateway.envelope.DurableLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code trino-*} and {@code lineage-*} references, but for the failed run, are what a Trino 476 posted, long texts cut. */
class ForeignFormsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Envelope> sent = new ArrayList<>();
    private final QueryLogIngest ingest = new QueryLogIngest(
            new QueryLimits(3, 100_000),
            new DurableLog(
                    pushed -> {
                        sent.add(pushed.envelope());
                        return CompletableFuture.completedStage(null);
                    },
                    Duration.ofMinutes(1)));

    @Test
    void aQueryThatTrinoFinishedIsARecord() {
        accept(QueryForm.TRINO, reference("trino-finished"));
        assertThat(row().toString()).isEqualTo("""
                {"query_id":"20261121_031726_00000_nce94","timestamp":"2026-11-21T03:17:26.828Z",\
                "query":"select count(*) from nation","query_state":"FINISHED","duration_ms":5466,"catalog":"tpch",\
                "schema":"tiny","query_type":"SELECT","server_version":"476","user":"reader","user_agent":"q/1",\
                "tags":["a","b"],"failure_type":null,"failure_message":null,"failure_code":null,"failure_name":null,\
                "failure_class":null,"failures":null}""");
    }

    @Test
    void aQueryThatFailedInTrinoHasItsFailure() {
        accept(QueryForm.TRINO, reference("trino-failed"));
        JsonNode row = row();
        assertThat(row.get("query_state").textValue()).isEqualTo("FAILED");
        assertThat(row.get("failure_type").textValue()).isEqualTo("io.trino.spi.TrinoException");
        assertThat(row.get("failure_message").textValue()).isEqualTo("line 1:8: Column 'nope' cannot be resolved");
        assertThat(row.get("failure_code").intValue()).isEqualTo(47);
        assertThat(row.get("failure_name").textValue()).isEqualTo("COLUMN_NOT_FOUND");
        assertThat(row.get("failure_class").textValue()).isEqualTo("USER_ERROR");
        assertThat(row.get("failures").at("/0/errorCode/fatal").booleanValue()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"trino-created", "trino-split"})
    void eventsOfAQueryThatIsNotOverAreAcceptedAndNotKept(String event) {
        accept(QueryForm.TRINO, reference(event));
        assertThat(sent).isEmpty();
    }

    @Test
    void ofAnArrayOfEventsOnlyTheEndsAreKept() {
        accept(
                QueryForm.TRINO,
                "[%s,%s,%s]"
                        .formatted(reference("trino-created"), reference("trino-split"), reference("trino-finished")));
        assertThat(sent)
                .singleElement()
                .satisfies(envelope -> assertThat(envelope.records()).isEqualTo(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0                | 0
            0.293            | 293
            12               | 12000
            "PT0.293S"       | 293
            "PT1M30.0000005S"| 90000.0005
            null             | null
            """)
    void durationsAreSecondsOrIsoText(String told, String milliseconds) throws IOException {
        accept(QueryForm.TRINO, reference("trino-finished").replace("\"wallTime\": 5.466", "\"wallTime\": " + told));
        JsonNode duration = row().get("duration_ms");
        assertThat(
                        duration.isNull()
                                ? "null"
                                : duration.decimalValue().stripTrailingZeros().toPlainString())
                .isEqualTo(milliseconds);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "wallTime": 5.466             | "wallTime": -1      | statistics.wallTime: -1 (expected: seconds from 0, or an ISO 8601 duration like PT0.5S)
            "wallTime": 5.466             | "wallTime": "5.4s"  | statistics.wallTime: "5.4s" (expected: seconds from 0, or an ISO 8601 duration like PT0.5S)
            "wallTime": 5.466             | "wallTime": 1e307   | statistics.wallTime: 1E+307 (expected: seconds from 0, or an ISO 8601 duration like PT0.5S)
            "wallTime": 5.466             | "wallTime": []      | statistics.wallTime: [] (expected: seconds from 0, or an ISO 8601 duration like PT0.5S)
            "createTime"                  | "created"           | createTime: missing
            "queryId"                     | "id"                | metadata.queryId: missing
            "query": "select count(*) from nation" | "query": 1 | metadata.query: 1 (expected: a string)
            "queryState"                  | "state"             | metadata.queryState: missing
            "user": "reader"              | "user": 5           | context.user: 5 (expected: a string)
            "metadata"                    | "metaData"          | event: none of Trino's (expected: a query completed, a query created, or a split completed)
            """)
    void anEventThatTrinoDoesNotSendIsRefused(String part, String replacement, String message) {
        String event = reference("trino-finished");
        assertThat(event).contains(part);
        assertRefused(
                QueryForm.TRINO,
                "[" + reference("trino-failed") + "," + event.replace(part, replacement) + "]",
                1,
                message);
    }

    @Test
    void aNewerTrinoMaySayMore() {
        accept(
                QueryForm.TRINO,
                reference("trino-finished")
                        .replace("\"queryType\": \"SELECT\"", "\"queryType\": \"VACUUM\", \"later\": {}"));
        assertThat(row().get("query_type").textValue()).isEqualTo("VACUUM");
    }

    @Test
    void aRunThatIsCompleteIsARecordWhoseDurationNobodyInvents() {
        accept(QueryForm.OPEN_LINEAGE, reference("lineage-complete"));
        assertThat(row().toString()).isEqualTo("""
                {"query_id":"c52b84f9-0e27-3be8-8b5d-84bad96a57fe","timestamp":"2026-11-21T03:17:33.754Z",\
                "query":"create table memory.default.t as select 1 a","query_state":"FINISHED","duration_ms":null,\
                "catalog":null,"schema":null,"query_type":null,"server_version":"476","user":null,"user_agent":null,\
                "tags":["event:COMPLETE","job_namespace:trino://127.0.0.1:8080","job:20261121_031732_00003_nce94",\
                "integration:TRINO","job_type:QUERY","processing_type:BATCH","engine:trino"],"failure_type":null,\
                "failure_message":null,"failure_code":null,"failure_name":null,"failure_class":null,"failures":null}""");
    }

    @Test
    void aRunThatFailedHasItsFailureParentAndTags() {
        accept(QueryForm.OPEN_LINEAGE, reference("lineage-fail"));
        JsonNode row = row();
        assertThat(row.get("timestamp").textValue()).isEqualTo("2026-03-10T12:00:00.5Z");
        assertThat(row.get("query_state").textValue()).isEqualTo("FAILED");
        assertThat(row.get("query").textValue()).isEqualTo("insert into orders select 1");
        assertThat(row.get("failure_message").textValue()).isEqualTo("no such table");
        assertThat(row.get("failures").at("/0/stackTrace").textValue()).isEqualTo("at line 1");
        assertThat(row.get("tags").toString())
                .isEqualTo("[\"event:FAIL\",\"job_namespace:nightly\",\"job:orders.load\","
                        + "\"parent_run:01941f29-7c00-7000-8000-000000000000\",\"team:sales\"]");
    }

    @Test
    void anAbortedRunFailedAndARunWithoutSqlHasNoQuery() {
        accept(
                QueryForm.OPEN_LINEAGE,
                reference("lineage-fail").replace("\"FAIL\"", "\"ABORT\"").replace("\"sql\"", "\"other\""));
        assertThat(row().get("query_state").textValue()).isEqualTo("FAILED");
        assertThat(row().get("tags").get(0).textValue()).isEqualTo("event:ABORT");
        assertThat(row().get("query").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"eventTime\":\"2026-03-10T12:00:00Z\",\"job\":{\"namespace\":\"n\",\"name\":\"j\"}}",
                "{\"eventTime\":\"2026-03-10T12:00:00Z\",\"dataset\":{\"namespace\":\"n\",\"name\":\"d\"}}",
                "{\"eventTime\":\"2026-03-10T12:00:00Z\",\"run\":{\"runId\":\"r\"},\"job\":{}}",
                "{\"eventType\":\"OTHER\",\"run\":{\"runId\":\"r\"},\"job\":{}}"
            })
    void lineageThatEndsNoRunIsAcceptedAndNotKept(String event) {
        accept(QueryForm.OPEN_LINEAGE, event);
        accept(QueryForm.OPEN_LINEAGE, reference("lineage-start"));
        assertThat(sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "runId": "01941f29-7c00-7000-8000-000000000001" | "runId": ""       | run.runId: "" (expected: a string that is not empty)
            "eventTime"           | "time"                | eventTime: missing
            "FAIL"                | "FAILED"              | eventType: "FAILED" (expected: one of START, RUNNING, COMPLETE, ABORT, FAIL, OTHER)
            "name": "orders.load" | "name": 1             | job.name: 1 (expected: a string)
            "message": "no such table" | "message": {}    | run.facets.errorMessage.message: {} (expected: a string)
            {"tags": [            | {"tags": [5,          | run.facets.tags.tags[0]: 5 (expected: an object)
            {"query":             | {"query": 1, "q":     | job.facets.sql.query: 1 (expected: a string)
            """)
    void lineageThatIsWrongIsRefused(String part, String replacement, String message) {
        String event = reference("lineage-fail");
        assertThat(event).contains(part);
        assertRefused(QueryForm.OPEN_LINEAGE, event.replace(part, replacement), 0, message);
    }

    @ParameterizedTest
    @CsvSource({"TRINO", "OPEN_LINEAGE"})
    void whatIsNoEventIsRefused(QueryForm form) {
        assertRefused(form, "5", 0, "event: number (expected: an object)");
        assertThat(answer(form, "{}")).isInstanceOf(QueryAnswer.Refused.class);
        assertThat(sent).isEmpty();
    }

    private void assertRefused(QueryForm form, String post, int index, String message) {
        assertThat(answer(form, post))
                .isInstanceOfSatisfying(
                        QueryAnswer.Refused.class,
                        refused -> assertThat(refused.failures()).contains(new QueryAnswer.Failure(index, message)));
        assertThat(sent).isEmpty();
    }

    private void accept(QueryForm form, String post) {
        assertThat(answer(form, post)).isEqualTo(new QueryAnswer.Accepted());
    }

    private QueryAnswer answer(QueryForm form, String post) {
        return ingest.ingest("demo", form, post.getBytes(UTF_8))
                .toCompletableFuture()
                .join();
    }

    private JsonNode row() {
        assertThat(sent).hasSize(1);
        try {
            return JSON.readTree(sent.getFirst().body());
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private static String reference(String name) {
        String path = "/reference/" + name + ".json";
        try (InputStream file = Objects.requireNonNull(ForeignFormsTest.class.getResourceAsStream(path), path)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
