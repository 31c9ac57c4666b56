package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.TestApi.Request;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class JobTest {
    private static String manifest(String more) {
        return """
                version: 6.0.0
                type: DeclarativeSource
                check: { type: CheckStream, stream_names: [things] }
                spec: { type: Spec, connection_specification: { type: object, properties: {} } }
                streams:
                  - type: DeclarativeStream
                    name: things
                    transformations:
                      - { type: RemoveFields, field_pointers: [[secret]] }
                    retriever:
                      type: AsyncRetriever
                      record_selector:
                        type: RecordSelector
                        extractor: { type: DpathExtractor, field_path: [unused] }
                        record_filter: { type: RecordFilter, condition: "{{ record.id != '2' }}" }
                      status_mapping:
                        type: AsyncJobStatusMap
                        running: [working]
                        completed: [ready]
                        failed: [broken]
                        timeout: [late]
                        skipped: [nothing]
                      status_extractor: { type: DpathExtractor, field_path: [state] }
                      download_target_extractor: { type: DpathExtractor, field_path: [files] }
                      creation_requester:
                        { type: HttpRequester, url_base: "{{ config['url'] }}", path: jobs, http_method: POST }
                      polling_requester:
                        type: HttpRequester
                        url_base: "{{ config['url'] }}"
                        path: "jobs/{{ creation_response['id'] }}"
                      download_requester:
                        { type: HttpRequester, url_base: "{{ config['url'] }}", path: "files/{{ download_target }}" }
                      download_decoder: { type: CsvDecoder }
                      delete_requester:
                        type: HttpRequester
                        url_base: "{{ config['url'] }}"
                        path: "jobs/{{ creation_response['id'] }}"
                        http_method: DELETE
                      abort_requester:
                        type: HttpRequester
                        url_base: "{{ config['url'] }}"
                        path: "jobs/{{ creation_response['id'] }}/abort"
                        http_method: POST
                %s
                """.formatted(more.indent(6));
    }

    /** Jobs are numbered as they are created; the state of each question is asked of the test. */
    private static TestApi api(IntFunction<String> state) {
        AtomicInteger jobs = new AtomicInteger();
        AtomicInteger questions = new AtomicInteger();
        return TestApi.answering(request -> switch (request.method() + " "
                + request.path().replaceAll("\\d+", "N")) {
            case "POST /jobs" -> Answer.json("{\"id\":" + jobs.incrementAndGet() + "}");
            case "GET /jobs/N" ->
                Answer.json("{\"state\":\"" + state.apply(questions.incrementAndGet()) + "\",\"files\":[\"a\",\"b\"]}");
            case "GET /files/a" -> new Answer(200, "id,secret\n1,x\n2,y\n", Map.of());
            case "GET /files/b" -> new Answer(200, "id,secret\n3,z\n", Map.of());
            default -> Answer.json("{}");
        });
    }

    private final TestTime time = new TestTime();
    private Collected sink = new Collected();

    private SliceResult read(TestApi api, String more, Slice slice) {
        Map<String, Object> config = new HashMap<>(Map.of("url", api.url()));
        try (ConnectorSession session = time.session()) {
            return Connector.load(manifest(more))
                    .read("things", config, slice, session, time.instant().plusSeconds(240), sink);
        }
    }

    private static List<String> asked(TestApi api) {
        return api.requests().stream().map(JobTest::line).toList();
    }

    private static String line(Request request) {
        return request.method() + " " + request.path();
    }

    @Test
    void aJobIsCreatedWaitedForDownloadedAndDeleted() {
        try (TestApi api = api(question -> question < 3 ? "working" : "ready")) {
            assertThat(read(api, "", Slice.WHOLE)).isInstanceOf(SliceResult.Completed.class);

            assertThat(sink.records()).containsExactly("{\"id\":\"1\"}", "{\"id\":\"3\"}");
            assertThat(asked(api))
                    .containsExactly(
                            "POST /jobs",
                            "GET /jobs/1",
                            "GET /jobs/1",
                            "GET /jobs/1",
                            "GET /files/a",
                            "GET /files/b",
                            "DELETE /jobs/1");
            assertThat(time.waits()).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(5));
        }
    }

    @Test
    void aJobThatIsNotInUtf8IsNoJob() throws IOException {
        byte[] job = "{\"id\":\"\u00ed\u00a0\u0080\"}".getBytes(StandardCharsets.ISO_8859_1);
        try (StreamingApi api = StreamingApi.json(job.length, out -> out.write(job));
                ConnectorSession session = time.session()) {
            SliceResult result = Connector.load(manifest(""))
                    .read("things", Map.of("url", api.url()), Slice.WHOLE, session, TestTime.deadline(), sink);

            assertThat(Reading.failed(result).message()).contains("is not UTF-8 at byte 7 (expected a job in JSON)");
        }
    }

    @Test
    void aJobWithNothingToGiveIsSkipped() {
        try (TestApi api = api(question -> "nothing")) {
            assertThat(read(api, "", Slice.WHOLE)).isInstanceOf(SliceResult.Completed.class);
            assertThat(asked(api)).containsExactly("POST /jobs", "GET /jobs/1");
        }
    }

    @Test
    void aJobThatFailsIsCreatedAnewThreeTimesAtMost() {
        try (TestApi api = api(question -> "broken")) {
            assertThat(Reading.failed(read(api, "", Slice.WHOLE), ReadException.Kind.TRANSIENT)
                            .message())
                    .contains("things: the API's job failed or was not ready within PT1H, 3 times");
            assertThat(asked(api))
                    .containsExactly(
                            "POST /jobs", "GET /jobs/1", "POST /jobs", "GET /jobs/2", "POST /jobs", "GET /jobs/3");
        }
    }

    @Test
    void aJobThatTimesOutIsAbortedAndCreatedAnew() {
        try (TestApi api = api(question -> question == 1 ? "late" : "ready")) {
            assertThat(read(api, "", Slice.WHOLE)).isInstanceOf(SliceResult.Completed.class);
            assertThat(asked(api))
                    .startsWith("POST /jobs", "GET /jobs/1", "POST /jobs/1/abort", "POST /jobs", "GET /jobs/2");
        }
    }

    @Test
    void aJobThatTakesLongerThanItsTimeOutIsAborted() {
        try (TestApi api = api(question -> question < 20 ? "working" : "ready")) {
            assertThat(read(api, "polling_job_timeout: 1", Slice.WHOLE)).isInstanceOf(SliceResult.Completed.class);
            assertThat(asked(api)).contains("POST /jobs/1/abort", "GET /jobs/2").doesNotContain("GET /jobs/3");
        }
    }

    @Test
    void aJobThatIsNotReadyInTimeIsWaitedForByTheRestOfTheSlice() {
        try (TestApi api = api(question -> question < 80 ? "working" : "ready")) {
            SliceResult.Deferred deferred = (SliceResult.Deferred) read(api, "", Slice.WHOLE);
            assertThat(deferred.records()).isZero();
            assertThat(deferred.notBefore()).isAfterOrEqualTo(TestTime.deadline());

            assertThat(read(api, "", Slice.WHOLE.withCursor(deferred.cursor())))
                    .isInstanceOf(SliceResult.Completed.class);
            assertThat(asked(api)).filteredOn("POST /jobs"::equals).hasSize(1);
            assertThat(sink.records()).hasSize(2);
        }
    }

    @Test
    void aDownloadThatWasInterruptedGoesOnWithTheNextFile() {
        try (TestApi api = api(question -> "ready")) {
            sink = new Collected(1);
            SliceResult.Deferred deferred = (SliceResult.Deferred) read(api, "", Slice.WHOLE);
            sink = new Collected();

            assertThat(read(api, "", Slice.WHOLE.withCursor(deferred.cursor())))
                    .isInstanceOf(SliceResult.Completed.class);
            assertThat(sink.records()).containsExactly("{\"id\":\"3\"}");
            assertThat(asked(api)).filteredOn("POST /jobs"::equals).hasSize(1);
        }
    }

    @Test
    void anUnknownStatusIsNamed() {
        try (TestApi api = api(question -> "odd")) {
            assertThat(Reading.failed(read(api, "", Slice.WHOLE), ReadException.Kind.CONFIG)
                            .message())
                    .contains("streams[0].retriever.status_mapping: has no meaning for the API's status 'odd'");
        }
    }

    @Test
    void aFileIsReadAsPandasReadsIt() {
        try (TestApi api = TestApi.answering(request -> request.path().startsWith("/files")
                ? new Answer(200, "a,a,b\n1,NA,\"x\ny\"\n\n2,,\n", Map.of())
                : Answer.json("{\"id\":1,\"state\":\"ready\",\"files\":[\"f\"]}"))) {
            assertThat(read(api, "download_extractor: { type: ResponseToFileExtractor }", Slice.WHOLE))
                    .isInstanceOf(SliceResult.Completed.class);
            assertThat(sink.records())
                    .containsExactly(
                            "{\"a\":\"1\",\"a.1\":null,\"b\":\"x\\ny\"}", "{\"a\":\"2\",\"a.1\":null,\"b\":null}");
        }
    }

    /** Pages of a file, each of which ends with a row that is too large to be read. */
    private SliceResult pagesWithALargeRow(String cursor) {
        String page = "id,note\n1,a\n2," + "x".repeat(17 << 20) + "\n";
        String manifest = manifest("""
                        download_extractor: { type: ResponseToFileExtractor }
                        download_paginator:
                          type: DefaultPaginator
                          page_token_option: { type: RequestOption, inject_into: request_parameter, field_name: after }
                          pagination_strategy: { type: CursorPagination, cursor_value: "%s" }
                        """.formatted(cursor)).replace("{ type: CsvDecoder }", "{ type: JsonDecoder }");
        Map<String, Object> config = new HashMap<>();
        try (TestApi api = TestApi.answering(request -> request.path().startsWith("/files")
                        ? new Answer(200, page, Map.of("next", request.query().isEmpty() ? "two" : ""))
                        : Answer.json("{\"id\":1,\"state\":\"ready\",\"files\":[\"f\"]}"));
                ConnectorSession session = time.session()) {
            config.put("url", api.url());
            return Connector.load(manifest)
                    .read("things", config, Slice.WHOLE, session, time.instant().plusSeconds(240), sink);
        }
    }

    @Test
    void aPageThatEndsWithAnOversizedRowIsFollowedByTheNext() {
        assertThat(pagesWithALargeRow("{{ headers['next'] }}")).isInstanceOf(SliceResult.Completed.class);
        assertThat(sink.records()).hasSize(2);
        assertThat(sink.pages().stream().flatMap(page -> page.oversized().stream()))
                .hasSize(2);
    }

    @Test
    void aPageThatIsAskedForByTheFieldsOfAnOversizedRowIsNotLeftOutInSilence() {
        assertThat(Reading.failed(pagesWithALargeRow("{{ last_record['id'] }}"), ReadException.Kind.CONFIG)
                        .message())
                .contains("a row of 17825794 characters")
                .contains("what follows from its fields cannot be read");
    }

    @Test
    void filesBesideRecordsAreRefused() {
        Yaml manifest = Yaml.stream().stream("file_uploader: { type: FileUploader }");

        assertThatThrownBy(manifest::load)
                .hasMessageContaining("streams[0].file_uploader: downloads files beside the records");
    }

    /** Reads once more while another slice of the session has the API create a job. */
    private SliceResult besideAnother(String most) throws InterruptedException, ExecutionException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger created = new AtomicInteger();
        try (TestApi api = TestApi.answering(request -> {
                    String what = request.method() + " " + request.path().replaceAll("\\d+", "N");
                    if (what.equals("POST /jobs") && created.incrementAndGet() == 1) {
                        asked.countDown();
                        awaiting(goOn);
                    }
                    return what.equals("POST /jobs")
                            ? Answer.json("{\"id\":1}")
                            : Answer.json("{\"state\":\"ready\",\"files\":[]}");
                });
                ConnectorSession session = time.session();
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            Connector connector = Connector.load(manifest("") + most);
            Callable<SliceResult> read = () -> connector.read(
                    "things",
                    Map.of("url", api.url()),
                    Slice.WHOLE,
                    session,
                    TestTime.START.plusSeconds(240),
                    new Collected());
            Future<SliceResult> first = other.submit(read);
            awaiting(asked);
            SliceResult second = connector.read(
                    "things",
                    Map.of("url", api.url()),
                    Slice.WHOLE,
                    session,
                    TestTime.START.plusSeconds(240),
                    new Collected());
            goOn.countDown();
            assertThat(first.get()).isNotInstanceOf(SliceResult.Failed.class);
            assertThat(created).hasValue(second instanceof SliceResult.Completed ? 2 : 1);
            return second;
        }
    }

    private static void awaiting(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void slicesSideBySideHaveOneJobUnlessTheManifestAllowsMore() throws InterruptedException, ExecutionException {
        assertThat(besideAnother("\nmax_concurrent_async_job_count: 2\n")).isInstanceOf(SliceResult.Completed.class);
        assertThat(besideAnother(""))
                .isInstanceOfSatisfying(
                        SliceResult.Deferred.class,
                        rest -> assertThat(rest.notBefore()).isAfter(TestTime.START.plusSeconds(239)));
    }

    @Test
    void aJobThatIsNoMoreMakesRoomForTheNext() {
        try (TestApi api = api(question -> "broken");
                ConnectorSession session = time.session()) {
            Connector connector = Connector.load(manifest(""));
            for (int i = 0; i < 2; i++) {
                SliceResult.Failed failed = Reading.failed(
                        connector.read(
                                "things",
                                Map.of("url", api.url()),
                                Slice.WHOLE,
                                session,
                                time.instant().plusSeconds(240),
                                sink),
                        ReadException.Kind.TRANSIENT);
                assertThat(failed.message()).contains("3 times");
            }
            assertThat(asked(api)).filteredOn("POST /jobs"::equals).hasSize(6);
        }
    }

    @Test
    void aNumberOfJobsThatIsNoneSaysSo() {
        try (TestApi api = api(question -> "ready");
                ConnectorSession session = time.session()) {
            Connector connector =
                    Connector.load(manifest("") + "\nmax_concurrent_async_job_count: \"{{ config['n'] }}\"\n");
            SliceResult.Failed failed = Reading.failed(
                    connector.read(
                            "things",
                            Map.of("url", api.url(), "n", "many"),
                            Slice.WHOLE,
                            session,
                            time.instant().plusSeconds(240),
                            sink),
                    ReadException.Kind.CONFIG);
            assertThat(failed.message()).contains("max_concurrent_async_job_count");
        }
    }
}
