package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.TestApi.Request;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.http.ReadLimits;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaginationTest {
    private static final String SIZE =
            "page_size_option: { type: RequestOption, inject_into: request_parameter, field_name: size }";
    private static final String TOKEN =
            "page_token_option: { type: RequestOption, inject_into: request_parameter, field_name: at }";

    private static Yaml paged(String strategy) {
        return Yaml.stream()
                .retriever("paginator: { type: DefaultPaginator, " + SIZE + ", " + TOKEN + ", pagination_strategy: "
                        + strategy + " }");
    }

    /** Five records, two to a page. */
    private static Answer slice(int from) {
        StringBuilder records = new StringBuilder();
        for (int i = from; i < Math.min(5, from + 2); i++) {
            records.append(records.isEmpty() ? "" : ",")
                    .append("{\"id\":")
                    .append(i)
                    .append("}");
        }
        return Answer.json("{\"data\":[" + records + "]}");
    }

    private static List<String> asked(TestApi api) {
        return api.requests().stream()
                .map(request -> request.uri().getRawQuery())
                .toList();
    }

    @Test
    void pagesAreCountedFromTheGivenStart() {
        try (TestApi api = TestApi.answering(request ->
                slice((Integer.parseInt(request.query().getOrDefault("at", "1")) - 1) * 2))) {
            Reading reading = new Reading(api, paged("{ type: PageIncrement, page_size: 2, start_from_page: 1 }"));

            assertThat(reading.read()).isEqualTo(new SliceResult.Completed(Optional.empty(), 3, 5));
            assertThat(asked(api)).containsExactly("size=2", "size=2&at=2", "size=2&at=3");
        }
    }

    @Test
    void theTotalThatTheFirstPageTellsIsReportedAndWhatIsNoNumberIsNot() {
        String total = "reported_total: \"{{ response['meta']['total'] }}\"";
        Yaml manifest = paged("{ type: OffsetIncrement, page_size: 2 }").retriever(total);
        for (String told : List.of("7", "\"7\"")) {
            assertThat(reported(manifest, "{\"total\": " + told + "}")).contains(7L);
        }
        for (String told :
                List.of("null", "{}", "{\"total\": null}", "{\"total\": -1}", "{\"total\": \"many\"}", "7")) {
            assertThat(reported(manifest, told)).as(told).isEmpty();
        }
        assertThat(reported(paged("{ type: OffsetIncrement, page_size: 2 }"), "{\"total\": 7}"))
                .isEmpty();
    }

    /** Later pages tell of what is left. */
    private static Optional<Long> reported(Yaml manifest, String meta) {
        try (TestApi api = TestApi.answering(request -> request.query().containsKey("at")
                ? Answer.json("{\"data\":[], \"meta\": {\"total\": 5}}")
                : Answer.json("{\"data\":[{\"id\":1},{\"id\":2}], \"meta\": " + meta + "}"))) {
            SliceResult result = new Reading(api, manifest).read();
            return result instanceof SliceResult.Completed completed ? completed.reported() : Optional.empty();
        }
    }

    @Test
    void theFirstPageIsNamedWhenAsked() {
        try (TestApi api = TestApi.answering(
                request -> slice(Integer.parseInt(request.query().get("at")) * 2))) {
            Reading reading =
                    new Reading(api, paged("{ type: PageIncrement, page_size: 2, inject_on_first_request: true }"));

            assertThat(reading.read()).isEqualTo(new SliceResult.Completed(Optional.empty(), 3, 5));
            assertThat(asked(api)).containsExactly("size=2&at=0", "size=2&at=1", "size=2&at=2");
        }
    }

    @Test
    void offsetsFollowTheNumberOfRecords() {
        try (TestApi api = TestApi.answering(
                request -> slice(Integer.parseInt(request.query().getOrDefault("at", "0"))))) {
            Reading reading = new Reading(api, paged("{ type: OffsetIncrement, page_size: 2 }"));

            assertThat(reading.read()).isEqualTo(new SliceResult.Completed(Optional.empty(), 3, 5));
            assertThat(asked(api)).containsExactly("size=2", "size=2&at=2", "size=2&at=4");
        }
    }

    @Test
    void countsAreThoseBeforeTheFilter() {
        try (TestApi api = TestApi.answering(
                request -> slice(Integer.parseInt(request.query().getOrDefault("at", "0"))))) {
            Yaml manifest = paged("{ type: OffsetIncrement, page_size: 2 }")
                    .selector(
                            "{ type: RecordSelector, extractor: { type: DpathExtractor, field_path: [data] }, record_filter: { type: RecordFilter, condition: \"{{ record.id > 2 }}\" } }");
            Reading reading = new Reading(api, manifest);

            assertThat(reading.read()).isEqualTo(new SliceResult.Completed(Optional.empty(), 3, 2));
            assertThat(reading.sink.records()).containsExactly("{\"id\":3}", "{\"id\":4}");
        }
    }

    @Test
    void cursorsSeeTheLastRecordAndTheSize() {
        try (TestApi api = TestApi.answering(
                request -> slice(Integer.parseInt(request.query().getOrDefault("at", "0"))))) {
            Reading reading = new Reading(
                    api,
                    paged(
                            "{ type: CursorPagination, page_size: 2, cursor_value: \"{{ last_record['id'] + 1 }}\", stop_condition: \"{{ last_page_size < 2 }}\" }"));

            assertThat(reading.read()).isEqualTo(new SliceResult.Completed(Optional.empty(), 3, 5));
            assertThat(asked(api)).containsExactly("size=2", "size=2&at=2", "size=2&at=4");
        }
    }

    @Test
    void tokensGoIntoHeadersAndBodies() {
        for (String place : List.of("header", "body_json", "body_data")) {
            try (TestApi api = TestApi.answering(request -> Answer.json(
                    (request.headers().containsKey("at") || request.body().contains("at"))
                            ? "{\"data\":[]}"
                            : "{\"data\":[{\"id\":1}],\"next\":\"n1\"}"))) {
                Yaml manifest = Yaml.stream()
                        .requester("http_method: POST")
                        .retriever(
                                "paginator: { type: DefaultPaginator, page_token_option: { type: RequestOption, inject_into: %s, field_name: at }, pagination_strategy: { type: CursorPagination, cursor_value: \"{{ response.get('next') }}\" } }"
                                        .formatted(place));

                assertThat(new Reading(api, manifest).read())
                        .isEqualTo(new SliceResult.Completed(Optional.empty(), 2, 1));
                Request second = api.requests().getLast();
                assertThat(second.headers().getOrDefault("at", second.body())).isIn("n1", "{\"at\":\"n1\"}", "at=n1");
            }
        }
    }

    @Test
    void aNextAddressWinsOverThePathAndKeepsItsParametersOnce() {
        try (TestApi api = TestApi.answering(request -> request.path().equals("/v2/more")
                ? Answer.json("{\"data\":[{\"id\":2}]}")
                : Answer.json("{\"data\":[{\"id\":1}],\"next\":\"/v2/more?size=2&page=b%20c\"}"))) {
            Yaml manifest = Yaml.stream()
                    .requester("request_parameters: { fixed: x }\npath: v1/things")
                    .retriever(
                            "paginator: { type: DefaultPaginator, " + SIZE
                                    + ", page_token_option: { type: RequestPath }, pagination_strategy: { type: CursorPagination, page_size: 2, cursor_value: \"{{ response.next }}\" } }");

            assertThat(new Reading(api, manifest).read()).isEqualTo(new SliceResult.Completed(Optional.empty(), 2, 2));
            assertThat(api.requests().getLast().uri()).hasToString("/v2/more?size=2&page=b%20c&fixed=x");
        }
    }

    @Test
    void aTokenThatRepeatsIsAnError() {
        try (TestApi api =
                TestApi.answering(request -> "b".equals(request.query().get("at"))
                        ? Answer.json("{\"data\":[{\"id\":2}],\"next\":\"a\"}")
                        : Answer.json("{\"data\":[{\"id\":1}],\"next\":\"b\"}"))) {
            Reading reading = new Reading(
                    api, paged("{ type: CursorPagination, page_size: 2, cursor_value: \"{{ response.next }}\" }"));

            assertThat(Reading.failed(reading.read(), ReadException.Kind.CONFIG).message())
                    .isEqualTo(
                            "things: pagination makes no progress: page 6 is what its token has brought 2 times before; check the page token and where it is injected; where the API is right to repeat itself, `compatibility: strict` in the manifest reads on");
        }
    }

    @Test
    void emptyPagesThatRepeatAreAnError() {
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[],\"next\":\"same\"}"))) {
            Reading reading = new Reading(
                    api, paged("{ type: CursorPagination, page_size: 2, cursor_value: \"{{ response.next }}\" }"));

            assertThat(Reading.failed(reading.read(), ReadException.Kind.CONFIG).message())
                    .contains("page 4 is what its token has brought 2 times before");
        }
    }

    @Test
    void pagesThatRepeatAreAnError() {
        try (TestApi api = TestApi.answering(request -> slice(0))) {
            Reading reading = new Reading(api, paged("{ type: PageIncrement, page_size: 2 }"));

            assertThat(Reading.failed(reading.read(), ReadException.Kind.CONFIG).message())
                    .contains("page 3 is the same as the 2 pages before it");
        }
    }

    @Test
    void pagesWithoutEndMeetTheLimit() {
        try (TestApi api = TestApi.answering(
                request -> Answer.json("{\"data\":[{\"id\":\"" + request.query().get("at") + "\"}]}"))) {
            Reading reading = new Reading(api, paged("{ type: PageIncrement, page_size: 1 }"))
                    .limits(ReadLimits.DEFAULT.withMaxPages(7));

            assertThat(Reading.failed(reading.read(), ReadException.Kind.CONFIG).message())
                    .contains("more than 7 pages (limit: maxPages)");
            assertThat(api.requests()).hasSize(7);
        }
    }

    @Test
    void aSinkThatStopsGetsTheRestLater() {
        try (TestApi api = TestApi.answering(
                request -> slice(Integer.parseInt(request.query().getOrDefault("at", "0"))))) {
            Reading reading = new Reading(api, paged("{ type: OffsetIncrement, page_size: 2 }")).sink(new Collected(1));

            SliceResult.Deferred deferred = (SliceResult.Deferred) reading.read();
            reading.sink = new Collected();
            SliceResult rest = reading.read(Slice.WHOLE.withCursor(deferred.cursor()));

            assertThat(deferred.pages()).isEqualTo(1);
            assertThat(rest).isEqualTo(new SliceResult.Completed(Optional.empty(), 2, 3));
            assertThat(reading.sink.records()).containsExactly("{\"id\":2}", "{\"id\":3}", "{\"id\":4}");
        }
    }

    @Test
    void oneKeyFromTwoOwnersIsAnError() {
        try (TestApi api = TestApi.answering(request -> slice(0))) {
            Yaml manifest =
                    paged("{ type: OffsetIncrement, page_size: 2 }").requester("request_parameters: { size: 2 }");

            assertThat(Reading.failed(new Reading(api, manifest).read(), ReadException.Kind.CONFIG)
                            .message())
                    .isEqualTo(
                            "streams[0].retriever.requester: 'size' is set both by the request and by the paginator (expected only one)");
        }
    }

    @Test
    void linkHeaderIsSeenWhateverItsCase() {
        try (TestApi api = TestApi.answering(request -> request.query().containsKey("p")
                ? Answer.json("{\"data\":[]}")
                : new Answer(
                        200,
                        "{\"data\":[{\"id\":1}]}",
                        Map.of("link", "</things?p=0>; rel=prev, </things?p=2>; rel=\"next\"; title=\"a, b\"")))) {
            Yaml manifest = Yaml.stream()
                    .retriever(
                            "paginator: { type: DefaultPaginator, page_token_option: { type: RequestPath }, pagination_strategy: { type: CursorPagination, cursor_value: \"{{ headers['link']['next']['url'] }}\", stop_condition: \"{{ 'next' not in headers['link'] }}\" } }");

            assertThat(new Reading(api, manifest).read()).isEqualTo(new SliceResult.Completed(Optional.empty(), 2, 1));
            assertThat(asked(api)).containsExactly(null, "p=2");
        }
    }
}
