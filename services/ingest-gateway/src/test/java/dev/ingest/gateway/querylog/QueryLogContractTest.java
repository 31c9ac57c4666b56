package dev.ingest.gateway.querylog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.record.Envelope;
import dev.ingest.gateway.envelope.DurableLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the intake's payload schema that are kept, each under its own name; what is refused is in {@link QueryLogIngestTest}. */
class QueryLogContractTest {
    private static final String GOOD = "{\"context\":{},\"query\":\"q\",\"queryId\":\"i\",\"queryState\":\"FINISHED\","
            + "\"timestamp\":\"2026-03-10T12:00:00.000Z\",\"duration_ms\":100}";

    private final List<Envelope> sent = new ArrayList<>();
    private final QueryLogIngest ingest = new QueryLogIngest(
            new QueryLimits(10, 10_000),
            new DurableLog(
                    pushed -> {
                        sent.add(pushed.envelope());
                        return CompletableFuture.completedStage(null);
                    },
                    Duration.ofMinutes(1)));

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            context, empty                 | "context":{}                | "context":{}                          | "catalog":null,"schema":null
            context.catalog                | "context":{}                | "context":{"catalog":"iceberg"}       | "catalog":"iceberg"
            context.schema                 | "context":{}                | "context":{"schema":"sales"}          | "schema":"sales"
            context.queryType              | "context":{}                | "context":{"queryType":"SELECT"}      | "query_type":"SELECT"
            context.serverVersion          | "context":{}                | "context":{"serverVersion":"476"}     | "server_version":"476"
            context.user                   | "context":{}                | "context":{"user":"ann"}              | "user":"ann"
            context.userAgent              | "context":{}                | "context":{"userAgent":"cli"}         | "user_agent":"cli"
            query                          | "query":"q"                 | "query":"select 'é'"                  | "query":"select 'é'"
            queryId                        | "queryId":"i"               | "queryId":"j"                         | "query_id":"j"
            timestamp                      | 2026-03-10T12:00:00.000Z    | 2026-03-10T14:00:00+02:00             | "timestamp":"2026-03-10T12:00:00Z"
            duration_ms                    | "duration_ms":100           | "duration_ms":0.5                     | "duration_ms":0.5
            tags                           | "context":{}                | "context":{},"tags":["a","b"]         | "tags":["a","b"]
            tags, absent                   | "context":{}                | "context":{}                          | "tags":null
            failureInfo, one               | "context":{}                | "context":{},"failureInfo":{"errorCode":{"type":"EXTERNAL"}}   | "failures":[{"errorCode":{"type":"EXTERNAL"}}]
            failureInfo, several           | "context":{}                | "context":{},"failureInfo":[{"errorCode":{"type":"EXTERNAL"}}] | "failures":[{"errorCode":{"type":"EXTERNAL"}}]
            failureInfo, absent            | "context":{}                | "context":{}                          | "failures":null
            failureInfo.errorCode.code     | "context":{}                | "context":{},"failureInfo":{"errorCode":{"type":"EXTERNAL","code":7}}   | "failure_code":7
            failureInfo.errorCode.name     | "context":{}                | "context":{},"failureInfo":{"errorCode":{"type":"EXTERNAL","name":"N"}} | "failure_name":"N"
            failureInfo.failureMessage     | "context":{}                | "context":{},"failureInfo":{"errorCode":{"type":"EXTERNAL"},"failureMessage":"m"} | "failure_message":"m"
            failureInfo.failureType        | "context":{}                | "context":{},"failureInfo":{"errorCode":{"type":"EXTERNAL"},"failureType":"t"}    | "failure_type":"t"
            """)
    void fieldIsKept(String row, String part, String replacement, String kept) {
        assertThat(GOOD).as(row).contains(part);
        assertThat(record(GOOD.replace(part, replacement))).contains(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FINISHED", "SUCCEEDED", "FAILED"})
    void everyQueryStateIsKept(String state) {
        assertThat(record(GOOD.replace("FINISHED", state))).contains("\"query_state\":\"" + state + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT",
                "EXPLAIN",
                "DESCRIBE",
                "INSERT",
                "UPDATE",
                "DELETE",
                "ANALYZE",
                "DATA_DEFINITION",
                "ALTER_TABLE_EXECUTE",
                "MERGE"
            })
    void everyQueryTypeIsKept(String type) {
        assertThat(record(GOOD.replace("{}", "{\"queryType\":\"" + type + "\"}")))
                .contains("\"query_type\":\"" + type + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER_ERROR", "INTERNAL_ERROR", "INSUFFICIENT_RESOURCES", "EXTERNAL"})
    void everyFailureClassIsKept(String failureClass) {
        assertThat(record(GOOD.replace("{}", "{},\"failureInfo\":{\"errorCode\":{\"type\":\"" + failureClass + "\"}}")))
                .contains("\"failure_class\":\"" + failureClass + "\"");
    }

    private String record(String query) {
        assertThat(ingest.ingest("demo", QueryForm.PAYLOAD, query.getBytes(UTF_8))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new QueryAnswer.Accepted());
        return new String(sent.getFirst().body(), UTF_8);
    }
}
