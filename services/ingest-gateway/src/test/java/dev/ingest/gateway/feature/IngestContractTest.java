package dev.ingest.gateway.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.online.StoreBusyException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rows of the Ingest API reference that a post alone decides, each under the reference's own name. Its feature-view codes are
 * in {@link FeatureViewsTest}, its headers and HTTP statuses in the tests of the {@code http} package.
 */
class IngestContractTest {
    private static final String GOOD = "{\"timestamp\":\"2024-01-15T10:30:00Z\",\"user_id\":\"u\"}";

    private final Views views = new Views();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Request body: records                 | "records":{"transactions_stream":[GOOD]}                    | "records":{"total":1,"failed":0} | 1
            Request body: dry_run                 | "dry_run":true,"records":{"transactions_stream":[GOOD]}     | "records":{"total":1,"failed":0} | 0
            Request body: dry_run, default        | "dry_run":null,"records":{"transactions_stream":[GOOD]}     | "records":{"total":1,"failed":0} | 1
            Request body: include_diagnostics     | "include_diagnostics":true,"records":{"transactions_stream":[GOOD]} | "diagnostics":{"total_ms": | 1
            Response body: request_id             | "records":{}                                                | {"request_id":"req_abc123",      | 0
            Response body: status success         | "records":{"transactions_stream":[GOOD]}                    | "status":"success"               | 1
            Response body: status partial_success | "records":{"transactions_stream":[GOOD,{}]}                 | "status":"partial_success"       | 1
            Response body: sources                | "records":{"transactions_stream":[]}                        | "sources":{"transactions_stream":{ | 0
            Source result: records.total          | "records":{"transactions_stream":[GOOD,GOOD,{}]}            | {"total":3,"failed":1,           | 2
            Source result: records.errors         | "records":{"transactions_stream":[GOOD,{}]}                 | "errors":[{"index":1,"error":{"code": | 1
            Source result: feature_views          | "records":{"transactions_stream":[GOOD]}                    | "feature_views":{"failed":0,"results":[{"name":"v","version":"v1","status":"success"}]} | 1
            Sources are independent               | "records":{"nope":[{}],"transactions_stream":[GOOD]}        | {"transactions_stream":{"records":{"total":1,"failed":0} | 1
            Timestamps: ISO 8601                  | "records":{"transactions_stream":[{"timestamp":"2024-01-15T10:30:00Z","user_id":"u"}]} | "failed":0 | 1
            Timestamps: offsets                   | "records":{"transactions_stream":[{"timestamp":"2024-01-15T12:30:00+02:00","user_id":"u"}]} | "failed":0 | 1
            Record error: MISSING_REQUIRED_FIELD  | "records":{"transactions_stream":[{"user_id":"u"}]}         | {"code":"MISSING_REQUIRED_FIELD","message":"Record is missing required field: timestamp"} | 0
            Record error: INVALID_FIELD_TYPE      | "records":{"transactions_stream":[{"amount":"1"}]}          | {"code":"INVALID_FIELD_TYPE","message":"Field 'amount': expected number, got string"} | 0
            Record error: INVALID_TIMESTAMP       | "records":{"transactions_stream":[{"timestamp":"noon"}]}    | {"code":"INVALID_TIMESTAMP", | 0
            Record error: RECORD_TOO_LARGE        | "records":{"transactions_stream":[LARGE]}                   | {"code":"RECORD_TOO_LARGE",  | 0
            Unknown field                         | "records":{"transactions_stream":[{"amuont":1}]}            | {"code":"INVALID_ARGUMENT","message":"Unknown field: 'amuont'"} | 0
            Unknown stream source                 | "records":{"nope":[{}]}                                     | {"code":"INVALID_ARGUMENT","message":"Unknown stream source: 'nope'"} | 0
            """)
    void isAsTheReferenceSays(String row, String post, String answer, int written) {
        assertThat(row).isNotBlank();
        views.registered.add(Views.view("v", List.of()));
        String said = views.answer("{" + filled(post) + "}");
        assertThat(sorted(said, answer)).contains(answer);
        assertThat(views.sentTo("transactions_stream").stream().flatMap(String::lines))
                .hasSize(written);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Limits: stream sources per request     | {"records":{"a":[],"b":[],"c":[]}}
            Limits: records per stream source      | {"records":{"a":[{},{},{},{},{},{},{},{},{},{},{}]}}
            400: bad JSON                          | {"records":
            400: missing required fields           | {"dry_run":true}
            400: a source that is no array         | {"records":{"a":{}}}
            400: a record that is no object        | {"records":{"a":[1]}}
            """)
    void isRefusedWhole(String row, String post) {
        assertThat(row).isNotBlank();
        assertThatThrownBy(() -> views.answer(post))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        assertThat(views.sent).isEmpty();
    }

    @ParameterizedTest(name = "Feature view error: {0}")
    @EnumSource(ViewError.Code.class)
    void failureOfAFeatureViewIsNamed(ViewError.Code code) {
        views.registered.add(Views.view("v", transformation(code)));
        provoke(code);
        assertThat(views.answer("{\"records\":{\"transactions_stream\":[" + GOOD + "]}}"))
                .contains("\"records\":{\"total\":1,\"failed\":0}")
                .contains("\"status\":\"failed\",\"error\":{\"code\":\"" + code + "\",\"message\":\"");
    }

    private static List<Map<String, Object>> transformation(ViewError.Code code) {
        return code == ViewError.Code.UDF_EXECUTION_FAILED
                ? List.of(Map.of("type", "RemoveFields", "field_pointers", List.of(List.of("user_id"))))
                : List.of();
    }

    private void provoke(ViewError.Code code) {
        switch (code) {
            case NOT_FOUND ->
                views.logFault = envelope -> {
                    views.registered.clear();
                    return CompletableFuture.completedStage(null);
                };
            case FAILED_PRECONDITION -> views.registered.replaceAll(Views::suspended);
            case UNAVAILABLE ->
                views.onlineFault = view -> {
                    throw new StoreBusyException("full");
                };
            case UDF_EXECUTION_FAILED -> assertThat(views.registered).hasSize(1);
            case WRITE_ERROR ->
                views.onlineFault = view -> CompletableFuture.failedStage(new IllegalStateException("refused"));
            case INTERNAL ->
                views.onlineFault = view -> {
                    throw new IllegalStateException("defect");
                };
        }
    }

    private static String filled(String post) {
        return post.replace("GOOD", GOOD).replace("LARGE", GOOD.replace("\"u\"", "\"" + "u".repeat(300) + "\""));
    }

    /** What follows the named source, where the row is about one of two. */
    private static String sorted(String said, String answer) {
        int from = said.indexOf("\"transactions_stream\"");
        return answer.startsWith("{\"transactions_stream\"") ? "{" + said.substring(from) : said;
    }
}
