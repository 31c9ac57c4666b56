package dev.ingest.gateway.querylog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.gateway.envelope.DurableLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryLogIngestTest {
    private static final String GOOD = """
            {"context":{},"query":"select 1","queryId":"q1","queryState":"FINISHED",\
            "timestamp":"2026-03-10T12:00:00.000Z","duration_ms":100}""";
    private static final String FULL = """
            {"context":{"catalog":"iceberg","schema":"sales","queryType":"SELECT","serverVersion":"476",
            "user":"ann","userAgent":"cli"},"query":"select *","queryId":"q2","queryState":"FAILED",
            "timestamp":"2026-03-10T14:00:00+02:00","duration_ms":0.5,"tags":["source:my-engine"],
            "failureInfo":[{"errorCode":{"type":"USER_ERROR","code":1,"name":"SYNTAX"},"failureMessage":"no",
            "failureType":"X","more":1},{"errorCode":{"type":"EXTERNAL"}}],"unknown":true}""";

    private final List<Envelope> sent = new ArrayList<>();
    private final QueryLogIngest ingest = new QueryLogIngest(
            new QueryLimits(3, 2000),
            new DurableLog(
                    pushed -> {
                        sent.add(pushed.envelope());
                        return CompletableFuture.completedStage(null);
                    },
                    Duration.ofMinutes(1)));

    @Test
    void oneQueryBecomesOneRecordWithEveryField() {
        assertThat(answer(GOOD)).isEqualTo(new QueryAnswer.Accepted());
        assertThat(body()).isEqualTo("""
                        {"query_id":"q1","timestamp":"2026-03-10T12:00:00.000Z","query":"select 1",\
                        "query_state":"FINISHED","duration_ms":100,"catalog":null,"schema":null,"query_type":null,\
                        "server_version":null,"user":null,"user_agent":null,"tags":null,"failure_type":null,\
                        "failure_message":null,"failure_code":null,"failure_name":null,"failure_class":null,\
                        "failures":null}
                        """);
        assertThat(sent.getFirst().key()).isEqualTo("demo/query_log.queries");
    }

    @Test
    void theFirstOfSeveralFailuresHasColumnsAndAllAreKept() {
        assertThat(answer("[" + FULL + "]")).isEqualTo(new QueryAnswer.Accepted());
        assertThat(body()).isEqualTo("""
                        {"query_id":"q2","timestamp":"2026-03-10T12:00:00Z","query":"select *",\
                        "query_state":"FAILED","duration_ms":0.5,"catalog":"iceberg","schema":"sales",\
                        "query_type":"SELECT","server_version":"476","user":"ann","user_agent":"cli",\
                        "tags":["source:my-engine"],"failure_type":"X","failure_message":"no","failure_code":1,\
                        "failure_name":"SYNTAX","failure_class":"USER_ERROR","failures":\
                        [{"errorCode":{"type":"USER_ERROR","code":1,"name":"SYNTAX"},"failureMessage":"no",\
                        "failureType":"X","more":1},{"errorCode":{"type":"EXTERNAL"}}]}
                        """);
    }

    @Test
    void aSingleFailureMayStandAlone() {
        assertThat(answer(with("\"failureInfo\":{\"errorCode\":{\"type\":\"EXTERNAL\"}}")))
                .isEqualTo(new QueryAnswer.Accepted());
        assertThat(body())
                .contains("\"failure_class\":\"EXTERNAL\"", "\"failures\":[{\"errorCode\":{\"type\":\"EXTERNAL\"}}]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "context":{}             | "a":0                            | context: missing
            "context":{}             | "context":[]                     | context: [] (expected: an object)
            "context":{}             | "context":{"user":5}             | context.user: 5 (expected: a string)
            "context":{}             | "context":{"queryType":"GRANT"}  | context.queryType: "GRANT" (expected: one of SELECT, EXPLAIN, DESCRIBE, INSERT, UPDATE, DELETE, ANALYZE, DATA_DEFINITION, ALTER_TABLE_EXECUTE, MERGE)
            "query":"select 1"       | "a":0                            | query: missing
            "query":"select 1"       | "query":{}                       | query: {} (expected: a string)
            "queryId":"q1"           | "queryId":null                   | queryId: missing
            "queryId":"q1"           | "queryId":" "                    | queryId: " " (expected: a string that is not empty)
            "queryState":"FINISHED"  | "queryState":"RUNNING"           | queryState: "RUNNING" (expected: one of FINISHED, SUCCEEDED, FAILED)
            "duration_ms":100        | "duration_ms":"100"              | duration_ms: "100" (expected: a number from 0)
            "duration_ms":100        | "duration_ms":1e999              | duration_ms: 1E+999 (expected: a number from 0)
            "duration_ms":100        | "duration_ms":-1                 | duration_ms: -1 (expected: a number from 0)
            2026-03-10T12:00:00.000Z | 10 March                         | timestamp: "10 March" (expected: an ISO 8601 timestamp like 2026-03-10T12:00:00.000Z)
            "context":{}             | "context":{},"tags":"a"          | tags: "a" (expected: an array of strings)
            "context":{}             | "context":{},"tags":["a",1]      | tags[1]: 1 (expected: a string)
            "context":{}             | "context":{},"failureInfo":1     | failureInfo: 1 (expected: an object)
            "context":{}             | "context":{},"failureInfo":[{"errorCode":{"type":"EXTERNAL"}},{}] | failureInfo[1].errorCode: missing
            "context":{}             | "context":{},"failureInfo":{"errorCode":{}} | failureInfo.errorCode.type: missing
            "context":{}             | "context":{},"failureInfo":{"errorCode":{"type":"OTHER"}} | failureInfo.errorCode.type: "OTHER" (expected: one of USER_ERROR, INTERNAL_ERROR, INSUFFICIENT_RESOURCES, EXTERNAL)
            "context":{}             | "context":{},"failureInfo":{"errorCode":{"type":"EXTERNAL","code":"1"}} | failureInfo.errorCode.code: "1" (expected: a whole number)
            "context":{}             | "context":{},"failureInfo":{"errorCode":{"type":"EXTERNAL","code":1.5}} | failureInfo.errorCode.code: 1.5 (expected: a whole number)
            "context":{}             | "context":{},"failureInfo":{"errorCode":{"type":"EXTERNAL","code":9223372036854775808}} | failureInfo.errorCode.code: 9223372036854775808 (expected: a whole number)
            """)
    void eachFieldIsChecked(String part, String replacement, String message) {
        assertThat(GOOD).contains(part);
        assertThat(answer(GOOD.replace(part, replacement)))
                .isInstanceOfSatisfying(
                        QueryAnswer.Refused.class,
                        refused -> assertThat(refused.failures()).contains(new QueryAnswer.Failure(0, message)));
        assertThat(sent).isEmpty();
    }

    @Test
    void oneBadQueryRefusesTheWholeArrayAndIsNamedByItsIndex() {
        assertThat(answer("[" + GOOD + "," + GOOD.replace("q1", " ") + ",5]"))
                .isEqualTo(new QueryAnswer.Refused(
                        List.of(
                                new QueryAnswer.Failure(1, "queryId: \" \" (expected: a string that is not empty)"),
                                new QueryAnswer.Failure(2, "query: number (expected: an object)")),
                        0));
        assertThat(sent).isEmpty();
    }

    @Test
    void failuresThatAreTooManyToNameAreCounted() {
        String wrongEverywhere = "{\"context\":1}"; // five others are missing
        String all = "[" + String.join(",", Collections.nCopies(25, wrongEverywhere)) + "]";
        var many = new QueryLogIngest(
                new QueryLimits(30, 2000),
                new DurableLog(pushed -> CompletableFuture.completedStage(null), Duration.ofMinutes(1)));
        assertThat(many.ingest("demo", QueryForm.PAYLOAD, all.getBytes(UTF_8))
                        .toCompletableFuture()
                        .join())
                .isInstanceOfSatisfying(QueryAnswer.Refused.class, refused -> {
                    assertThat(refused.failures()).hasSize(100);
                    assertThat(refused.more()).isEqualTo(25 * 6 - 100);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "query":"select 1" | "query":"\\ud800"           | Field 'query': expected string, got one with half of a surrogate pair
            "context":{}       | "context":{"user":"\\udc00"} | Field 'user': expected string, got one with half of a surrogate pair
            "duration_ms":100  | "duration_ms":1E-99999999   | Field 'duration_ms': expected number of at most 1000 characters and a scale of at most 1000 either way, got another
            """)
    void whatNoTableTakesIsRefused(String part, String replacement, String message) {
        assertThat(GOOD).contains(part);
        assertThat(answer(GOOD.replace(part, replacement)))
                .isEqualTo(new QueryAnswer.Refused(List.of(new QueryAnswer.Failure(0, message)), 0));
        assertThat(sent).isEmpty();
    }

    @Test
    void failureThatIsTooDeepIsRefused() {
        String deep = "[".repeat(470) + "]".repeat(470);
        assertThat(answer(with("\"failureInfo\":{\"errorCode\":{\"type\":\"EXTERNAL\"},\"x\":" + deep + "}")))
                .isInstanceOf(QueryAnswer.Refused.class);
        assertThat(sent).isEmpty();
    }

    @Test
    void aQueryOverTheLimitIsRefused() {
        assertThat(answer(GOOD.replace("select 1", "x".repeat(2000))))
                .isInstanceOfSatisfying(
                        QueryAnswer.Refused.class,
                        refused -> assertThat(refused.failures())
                                .singleElement()
                                .satisfies(
                                        failure -> assertThat(failure.message()).contains("expected: at most 2000")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                  | body: empty
            {                   | body: not valid JSON
            {} {}               | body: not valid JSON
            {"a":1,"a":2}       | body: not valid JSON
            {"a":1E99999999999} | body: a number whose exponent nothing can hold
            """)
    void whatIsNoJsonIsRefused(String body, String message) {
        assertInvalid(body, message);
    }

    @Test
    void moreQueriesThanTheLimitAreRefused() {
        assertInvalid(
                "[" + String.join(",", Collections.nCopies(4, GOOD)) + "]", "body: 4 queries (expected: at most 3)");
    }

    private void assertInvalid(String body, String message) {
        assertThatThrownBy(() -> ingest.ingest("demo", QueryForm.PAYLOAD, body.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageStartingWith(message);
        assertThat(sent).isEmpty();
    }

    private static String with(String member) {
        return GOOD.substring(0, GOOD.length() - 1) + "," + member + "}";
    }

    private QueryAnswer answer(String body) {
        return ingest.ingest("demo", QueryForm.PAYLOAD, body.getBytes(UTF_8))
                .toCompletableFuture()
                .join();
    }

    private String body() {
        assertThat(sent).hasSize(1);
        return new String(sent.getFirst().body(), UTF_8);
    }
}
