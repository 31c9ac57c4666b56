package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.TestApi.Request;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PartitionsTest {
    private static final String PARENTS = """
            partition_router:
              type: SubstreamPartitionRouter
              parent_stream_configs:
                - type: ParentStreamConfig
                  parent_key: meta/id
                  partition_field: parent
                  extra_fields: [[name]]
                  stream:
                    type: DeclarativeStream
                    name: parents
                    retriever:
                      type: SimpleRetriever
                      requester: { type: HttpRequester, url_base: "{{ config['url'] }}", path: parents }
                      record_selector: { type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }
            """;

    private static final String TWO_PARENTS =
            "[{\"meta\":{\"id\":\"a\"},\"name\":\"A\"},{\"name\":\"no key\"},{\"meta\":{\"id\":\"b\"},\"name\":\"B\"}]";

    private static Answer family(Request request) {
        if (request.path().equals("/parents")) {
            return Answer.json(TWO_PARENTS);
        }
        String parent = request.path().split("/")[2];
        return Answer.json(
                "{\"data\":[{\"of\":\"" + parent + "\",\"at\":\"2026-02-0" + (parent.equals("a") ? 3 : 7) + "\"}]}");
    }

    private static List<String> paths(TestApi api) {
        return api.requests().stream().map(request -> request.uri().toString()).toList();
    }

    @Test
    void listsAreReadValueByValueAndFalseOnesAreNotInjected() {
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[{\"id\":1}]}"))) {
            Yaml manifest = Yaml.stream()
                    .retriever(
                            "partition_router: { type: ListPartitionRouter, cursor_field: kind, values: [x, y z, \"\"], request_option: { type: RequestOption, inject_into: request_parameter, field_name: k } }");

            assertThat(new Reading(api, manifest).read()).isEqualTo(new SliceResult.Completed(Optional.empty(), 3, 3));
            assertThat(paths(api)).containsExactly("/things?k=x", "/things?k=y+z", "/things");
        }
    }

    @Test
    void valuesMayComeFromTheConfig() {
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[]}"))) {
            Yaml manifest = Yaml.stream()
                    .requester("path: \"things/{{ stream_partition.kind }}\"")
                    .retriever(
                            "partition_router: { type: ListPartitionRouter, cursor_field: kind, values: \"{{ config['kinds'] }}\" }");

            assertThat(new Reading(api, manifest)
                            .with("kinds", List.of("p", "q"))
                            .read())
                    .isInstanceOf(SliceResult.Completed.class);
            assertThat(paths(api)).containsExactly("/things/p", "/things/q");
            assertThat(Reading.failed(
                                    new Reading(api, manifest)
                                            .with("kinds", "p")
                                            .read(),
                                    ReadException.Kind.CONFIG)
                            .message())
                    .isEqualTo(
                            "streams[0].retriever.partition_router.values: gives no list (expected the partitions' values)");
        }
    }

    @Test
    void childrenAreReadForEveryParentThatHasAKey() {
        try (TestApi api = TestApi.answering(PartitionsTest::family)) {
            Yaml manifest = Yaml.stream()
                    .retriever(PARENTS)
                    .requester(
                            "path: \"things/{{ stream_slice.parent }}\"\nrequest_parameters: { n: \"{{ stream_slice.extra_fields.name }}\" }");
            Reading reading = new Reading(api, manifest);

            assertThat(reading.read()).isEqualTo(new SliceResult.Completed(Optional.empty(), 2, 2));
            assertThat(paths(api)).containsExactly("/parents", "/things/a?n=A", "/things/b?n=B");
            assertThat(reading.sink.pages().getFirst().requests())
                    .as("the parents' request counts too")
                    .isEqualTo(2);
            assertThat(reading.connector().stream("things").orElseThrow().parents())
                    .containsExactly("parents");
        }
    }

    @Test
    void routersAreMultiplied() {
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[]}"))) {
            String list =
                    "{ type: ListPartitionRouter, cursor_field: %s, values: [%s], request_option: { type: RequestOption, inject_into: request_parameter, field_name: %s } }";
            Yaml manifest = Yaml.stream()
                    .retriever("partition_router: [" + list.formatted("a", "1, 2", "a") + ", "
                            + list.formatted("b", "x, y", "b") + "]");

            assertThat(new Reading(api, manifest).read()).isEqualTo(new SliceResult.Completed(Optional.empty(), 4, 0));
            assertThat(paths(api))
                    .containsExactly("/things?a=1&b=x", "/things?a=1&b=y", "/things?a=2&b=x", "/things?a=2&b=y");
        }
    }

    @Test
    void everyPartitionHasACheckpointOfItsOwnAndANewOneStartsWhereAllAre() {
        try (TestApi api = TestApi.answering(PartitionsTest::family)) {
            Yaml manifest =
                    Yaml.stream().retriever(PARENTS).requester("path: \"things/{{ stream_slice.parent }}\"").stream(
                            "incremental_sync: { type: DatetimeBasedCursor, cursor_field: at, datetime_format: \"%Y-%m-%d\", start_datetime: \"2026-01-01\", start_time_option: { type: RequestOption, inject_into: request_parameter, field_name: since } }");
            Reading reading = new Reading(api, manifest);
            String known =
                    "{\"use_global_cursor\":false,\"states\":[{\"partition\":{\"parent\":\"a\",\"parent_slice\":{}},\"cursor\":{\"at\":\"2026-01-20\"}}],\"state\":{\"at\":\"2026-02-01\"}}";

            SliceResult.Completed read = (SliceResult.Completed) reading.read(reading.first(Optional.of(known)));

            assertThat(paths(api))
                    .containsExactly("/parents", "/things/a?since=2026-01-20", "/things/b?since=2026-02-01");
            assertThat(read.cursor().orElseThrow())
                    .contains(
                            "{\"partition\":{\"parent\":\"a\",\"parent_slice\":{}},\"cursor\":{\"at\":\"2026-02-03\"}}",
                            "{\"partition\":{\"parent\":\"b\",\"parent_slice\":{}},\"cursor\":{\"at\":\"2026-02-07\"}}",
                            "\"state\":{\"at\":\"2026-02-07\"}");
        }
    }

    @Test
    void aStoppedReadGoesOnAtTheNextPartition() {
        try (TestApi api = TestApi.answering(PartitionsTest::family)) {
            Yaml manifest = Yaml.stream().retriever(PARENTS).requester("path: \"things/{{ stream_slice.parent }}\"");
            Reading reading = new Reading(api, manifest).sink(new Collected(1));

            SliceResult.Deferred deferred = (SliceResult.Deferred) reading.read();
            reading.sink = new Collected();
            SliceResult rest = reading.read(Slice.WHOLE.withCursor(deferred.cursor()));

            assertThat(rest).isEqualTo(new SliceResult.Completed(Optional.empty(), 1, 1));
            assertThat(reading.sink.records()).containsExactly("{\"of\":\"b\",\"at\":\"2026-02-07\"}");
        }
    }

    @Test
    void aPartitionThatIsGoneStartsTheSliceAnew() {
        AtomicBoolean gone = new AtomicBoolean();
        try (TestApi api = TestApi.answering(request -> request.path().equals("/parents") && gone.get()
                ? Answer.json("[{\"meta\":{\"id\":\"c\"}}]")
                : family(request))) {
            Yaml manifest = Yaml.stream().retriever(PARENTS).requester("path: \"things/{{ stream_slice.parent }}\"");
            Reading reading = new Reading(api, manifest).sink(new Collected(1));
            SliceResult.Deferred deferred = (SliceResult.Deferred) reading.read();
            gone.set(true);
            reading.sink = new Collected();

            assertThat(reading.read(Slice.WHOLE.withCursor(deferred.cursor())))
                    .isEqualTo(new SliceResult.Completed(Optional.empty(), 1, 1));
            assertThat(reading.sink.records()).containsExactly("{\"of\":\"c\",\"at\":\"2026-02-07\"}");
        }
    }

    /** What one partition has reached says nothing about the others, also when only one value is kept for all. */
    @Test
    void aCheckpointForAllPartitionsIsTheSameForEach() {
        try (TestApi api = TestApi.answering(PartitionsTest::family)) {
            Yaml manifest =
                    Yaml.stream().retriever(PARENTS).requester("path: \"things/{{ stream_slice.parent }}\"").stream(
                            "incremental_sync: { type: DatetimeBasedCursor, cursor_field: at, datetime_format: \"%Y-%m-%d\", start_datetime: \"2026-01-01\", start_time_option: { type: RequestOption, inject_into: request_parameter, field_name: since } }");
            Reading reading = new Reading(api, manifest);
            String global = "{\"use_global_cursor\":true,\"states\":[],\"state\":{\"at\":\"2026-01-20\"}}";

            reading.sink = new Collected(1);
            SliceResult.Deferred deferred = (SliceResult.Deferred) reading.read(reading.first(Optional.of(global)));
            reading.sink = new Collected();
            SliceResult.Completed read =
                    (SliceResult.Completed) reading.read(Slice.WHOLE.withCursor(deferred.cursor()));

            assertThat(paths(api).stream().filter(path -> path.startsWith("/things")))
                    .containsExactly("/things/a?since=2026-01-20", "/things/b?since=2026-01-20");
            assertThat(read.cursor())
                    .contains(
                            "{\"use_global_cursor\":true,\"state\":{\"at\":\"2026-02-07\"},\"lookback_window\":0,\"parent_state\":{}}");
        }
    }

    @Test
    void aReadThatStopsInsideAPartitionGoesOnWithItsNextRange() {
        try (TestApi api = TestApi.answering(request -> request.path().equals("/parents")
                ? Answer.json(TWO_PARENTS)
                : Answer.json("{\"data\":[{\"at\":\"" + request.query().get("since") + "\"}]}"))) {
            Yaml manifest =
                    Yaml.stream().retriever(PARENTS).requester("path: \"things/{{ stream_slice.parent }}\"").stream(
                            "incremental_sync: { type: DatetimeBasedCursor, cursor_field: at, datetime_format: \"%Y-%m-%d\", start_datetime: \"2026-01-01\", step: P1M, cursor_granularity: P1D, start_time_option: { type: RequestOption, inject_into: request_parameter, field_name: since } }");
            Reading reading = new Reading(api, manifest);
            Slice slice = reading.first(Optional.empty());
            for (int i = 0; i < 5; i++) {
                reading.sink = new Collected(1);
                slice = slice.withCursor(((SliceResult.Deferred) reading.read(slice)).cursor());
            }
            SliceResult.Completed last = (SliceResult.Completed) reading.read(slice);

            assertThat(paths(api).stream().filter(path -> path.startsWith("/things")))
                    .containsExactly(
                            "/things/a?since=2026-01-01",
                            "/things/a?since=2026-02-01",
                            "/things/a?since=2026-03-01",
                            "/things/b?since=2026-01-01",
                            "/things/b?since=2026-02-01",
                            "/things/b?since=2026-03-01");
            assertThat(last.cursor().orElseThrow()).contains("\"state\":{\"at\":\"2026-03-01\"}");
        }
    }

    @Test
    void anUnknownStreamIsNamed() {
        try (TestApi api = TestApi.answering(request -> Answer.status(500));
                ConnectorSession session = new TestTime().session()) {
            SliceResult result = Yaml.stream()
                    .load()
                    .read(
                            "nothing",
                            Map.of("url", api.url()),
                            Slice.WHOLE,
                            session,
                            TestTime.deadline(),
                            new Collected());

            assertThat(result)
                    .isEqualTo(new SliceResult.Failed(
                            ReadException.Kind.CONFIG,
                            "the connector has no stream 'nothing' (expected one of [things])"));
        }
    }
}
