package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.TestApi.Request;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What remains to be decided when a slice is read, because nobody could look at its checkpoint when it was planned. */
class DelegationTest {
    private static final String MANIFEST = """
            version: 6.0.0
            type: DeclarativeSource
            check: { type: CheckStream, stream_names: [things] }
            spec: { type: Spec, connection_specification: { type: object, properties: {} } }
            streams:
              - type: StateDelegatingStream
                name: things
                api_retention_period: P7D
                full_refresh_stream:
                  type: DeclarativeStream
                  name: things
                  incremental_sync: &cursor
                    { type: DatetimeBasedCursor, cursor_field: at, datetime_format: "%Y-%m-%d", start_datetime: "2026-01-01" }
                  retriever:
                    type: SimpleRetriever
                    requester: { type: HttpRequester, url_base: "{{ config['url'] }}", path: all }
                    record_selector: &data { type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }
                    paginator: &pages
                      type: DefaultPaginator
                      page_token_option: { type: RequestOption, inject_into: request_parameter, field_name: page }
                      pagination_strategy: { type: PageIncrement, page_size: 1 }
                incremental_stream:
                  type: DeclarativeStream
                  name: things
                  incremental_sync: *cursor
                  retriever:
                    type: SimpleRetriever
                    requester: { type: HttpRequester, url_base: "{{ config['url'] }}", path: changes }
                    record_selector: *data
                    paginator: *pages
            """;

    private final TestTime time = new TestTime();

    private static TestApi twoPages() {
        return TestApi.answering(request ->
                Answer.json(request.query().containsKey("page") ? "[]" : "[{\"id\":1,\"at\":\"2026-02-28\"}]"));
    }

    private static Slice at(String checkpoint) {
        return new Slice(Optional.empty(), Optional.empty(), Optional.of(checkpoint));
    }

    private SliceResult read(TestApi api, Slice slice, Collected sink) {
        try (ConnectorSession session = time.session()) {
            return Connector.load(MANIFEST)
                    .read("things", Map.of("url", api.url()), slice, session, TestTime.deadline(), sink);
        }
    }

    @Test
    void aCheckpointThatIsTooOldWhenItIsReadCountsNoMore() {
        try (TestApi api = twoPages()) {
            assertThat(read(api, at("{\"at\":\"2026-02-01\"}"), new Collected()))
                    .isInstanceOf(SliceResult.Completed.class);
            assertThat(api.requests()).extracting(Request::path).containsOnly("/all");
        }
        try (TestApi api = twoPages()) {
            assertThat(read(api, at("{\"at\":\"2026-02-27\"}"), new Collected()))
                    .isInstanceOf(SliceResult.Completed.class);
            assertThat(api.requests()).extracting(Request::path).containsOnly("/changes");
        }
    }

    @Test
    void aSliceThatWasBegunGoesOnAsItBegan() {
        try (TestApi api = twoPages()) {
            SliceResult.Deferred changes =
                    (SliceResult.Deferred) read(api, at("{\"at\":\"2026-02-27\"}"), new Collected(1));
            time.pass(java.time.Duration.ofMinutes(1));
            assertThat(read(api, at(changes.cursor()), new Collected())).isInstanceOf(SliceResult.Completed.class);
            assertThat(api.requests()).extracting(Request::path).containsOnly("/changes");
        }
        try (TestApi api = twoPages()) {
            SliceResult.Deferred all =
                    (SliceResult.Deferred) read(api, at("{\"at\":\"2026-02-01\"}"), new Collected(1));
            assertThat(read(api, at(all.cursor()), new Collected())).isInstanceOf(SliceResult.Completed.class);
            assertThat(api.requests()).extracting(Request::path).containsOnly("/all");
        }
    }
}
