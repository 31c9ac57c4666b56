package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.TestApi.Request;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A slice that is handed back after any of its pages loses nothing and doubles nothing. */
class ResumeTest {
    private static final String GRANDPARENTS = """
            type: DeclarativeStream
            name: grandparents
            retriever:
              type: SimpleRetriever
              requester: { type: HttpRequester, url_base: "{{ config['url'] }}", path: grandparents }
              record_selector: { type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }
            """;

    private static final String ROUTER = """
            partition_router:
              type: SubstreamPartitionRouter
              parent_stream_configs:
                - type: ParentStreamConfig
                  parent_key: id
                  partition_field: parent
                  incremental_dependency: true
                  stream:
                    type: DeclarativeStream
                    name: parents
                    incremental_sync: { type: DatetimeBasedCursor, cursor_field: at, datetime_format: "%Y-%m-%d", start_datetime: "2026-01-01" }
                    retriever:
                      type: SimpleRetriever
                      requester: { type: HttpRequester, url_base: "{{ config['url'] }}", path: "parents/{{ stream_slice.grand }}" }
                      record_selector: { type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }
                      paginator:
                        type: DefaultPaginator
                        page_token_option: { type: RequestOption, inject_into: request_parameter, field_name: page }
                        pagination_strategy: { type: PageIncrement, page_size: 2 }
                      partition_router:
                        type: SubstreamPartitionRouter
                        parent_stream_configs:
                          - type: ParentStreamConfig
                            parent_key: id
                            partition_field: grand
                            stream:
            """ + GRANDPARENTS.indent(18) + """
            paginator:
              type: DefaultPaginator
              page_token_option: { type: RequestOption, inject_into: request_parameter, field_name: page }
              pagination_strategy: { type: PageIncrement, page_size: 2 }
            """;

    private static final String CURSOR = """
            incremental_sync:
              type: DatetimeBasedCursor
              cursor_field: at
              datetime_format: "%Y-%m-%d"
              start_datetime: "2026-01-01"
              step: P1M
              cursor_granularity: P1D
              start_time_option: { type: RequestOption, inject_into: request_parameter, field_name: since }
            """;

    private static final String STATE =
            "{\"use_global_cursor\":false,\"states\":[{\"partition\":{\"parent\":\"x2\",\"parent_slice\":{\"grand\":\"x\",\"parent_slice\":{}}},\"cursor\":{\"at\":\"2026-02-10\"}}],\"lookback_window\":0}";

    /** Two grandparents with three parents each, every one with two pages a month. */
    private static Answer family(Request request) {
        int page = Integer.parseInt(request.query().getOrDefault("page", "0"));
        String name = request.path().substring(request.path().lastIndexOf('/') + 1);
        if (request.path().equals("/grandparents")) {
            return Answer.json("[{\"id\":\"x\"},{\"id\":\"y\"}]");
        }
        if (request.path().startsWith("/parents/")) {
            return Answer.json(
                    page == 0
                            ? "[{\"id\":\"%s1\",\"at\":\"2026-01-05\"},{\"id\":\"%s2\",\"at\":\"2026-01-06\"}]"
                                    .formatted(name, name)
                            : "[{\"id\":\"%s3\",\"at\":\"2026-01-07\"}]".formatted(name));
        }
        String month = request.query().getOrDefault("since", "").substring(0, 7);
        String record = "{\"of\":\"" + name + "\",\"n\":%d,\"at\":\"" + month + "-%02d\"}";
        return Answer.json("{\"data\":["
                + (page == 0 ? record.formatted(1, 11) + "," + record.formatted(2, 12) : record.formatted(3, 13))
                + "]}");
    }

    private static Yaml manifest() {
        return Yaml.stream().retriever(ROUTER).requester("path: \"things/{{ stream_slice.parent }}\"").stream(CURSOR);
    }

    private record Outcome(List<String> records, Optional<String> state) {}

    /** @param stops pages after which each read in turn is stopped; the last is read to its end */
    private static Outcome read(Reading reading, Slice first, List<Integer> stops) {
        List<String> records = new ArrayList<>();
        Slice slice = first;
        for (int stop : stops) {
            reading.sink = new Collected(stop);
            SliceResult result = reading.read(slice);
            records.addAll(reading.sink.records());
            if (result instanceof SliceResult.Completed(var cursor, long pages, long count, var reported)) {
                return new Outcome(records, cursor);
            }
            slice = slice.withCursor(((SliceResult.Deferred) result).cursor());
        }
        reading.sink = new Collected();
        SliceResult.Completed rest = (SliceResult.Completed) reading.read(slice);
        records.addAll(reading.sink.records());
        return new Outcome(records, rest.cursor());
    }

    @Test
    void aPassThatStopsOnceAfterAnyPageGivesWhatOneWithoutAStopGives() {
        try (TestApi api = TestApi.answering(ResumeTest::family)) {
            Reading reading = new Reading(api, manifest());
            Slice slice = reading.first(Optional.of(STATE));
            Outcome whole = read(reading, slice, List.of());
            int pages = reading.sink.pages().size();

            assertThat(whole.records()).doesNotHaveDuplicates().hasSize(16 * 3);
            for (int stop = 1; stop <= pages; stop++) {
                assertThat(read(reading, slice, List.of(stop)))
                        .as("stopped after page " + stop)
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void aPassThatStopsAfterEveryPageGivesTheSame() {
        try (TestApi api = TestApi.answering(ResumeTest::family)) {
            Reading reading = new Reading(api, manifest());
            Slice slice = reading.first(Optional.of(STATE));
            Outcome whole = read(reading, slice, List.of());

            assertThat(read(reading, slice, Collections.nCopies(100, 1))).isEqualTo(whole);
        }
    }

    /** Parents sorted by their last change move while their children are read. */
    @Test
    void parentsThatComeInAnotherOrderAreReadOnceEach() {
        AtomicInteger asked = new AtomicInteger();
        try (TestApi api = TestApi.answering(request -> request.path().equals("/grandparents")
                ? Answer.json(
                        asked.getAndIncrement() % 2 == 0
                                ? "[{\"id\":\"x\"},{\"id\":\"y\"}]"
                                : "[{\"id\":\"y\"},{\"id\":\"x\"}]")
                : family(request))) {
            Reading reading = new Reading(api, manifest());
            Slice slice = reading.first(Optional.empty());
            List<String> whole = read(reading, slice, List.of()).records();

            assertThat(read(reading, slice, List.of(7, 5, 9)).records()).containsExactlyInAnyOrderElementsOf(whole);
        }
    }

    /** A parent whose child was being read when the time was over, and that is on no page of the next attempt. */
    @Test
    void aParentThatMovesBetweenTwoPagesOfItsListIsLookedForOnceMore() {
        AtomicInteger asked = new AtomicInteger();
        try (TestApi api = TestApi.answering(request -> request.path().equals("/grandparents")
                ? Answer.json(asked.incrementAndGet() == 2 ? "[{\"id\":\"y\"}]" : "[{\"id\":\"x\"},{\"id\":\"y\"}]")
                : family(request))) {
            Reading reading = new Reading(api, manifest());
            Slice slice = reading.first(Optional.empty());

            List<String> records = read(reading, slice, List.of(3)).records();

            assertThat(asked).hasValue(3);
            asked.set(-100);
            assertThat(records)
                    .containsExactlyInAnyOrderElementsOf(
                            read(reading, slice, List.of()).records());
        }
    }

    @Test
    void aParentThatIsGoneDoesNotKeepThePassFromItsEnd() {
        AtomicInteger asked = new AtomicInteger();
        try (TestApi api = TestApi.answering(request -> request.path().equals("/grandparents")
                ? Answer.json(asked.getAndIncrement() > 0 ? "[{\"id\":\"y\"}]" : "[{\"id\":\"x\"},{\"id\":\"y\"}]")
                : family(request))) {
            Reading reading = new Reading(api, manifest());
            Outcome outcome = read(reading, reading.first(Optional.empty()), List.of(3));

            assertThat(asked).hasValue(3);
            assertThat(outcome.records()).anyMatch(record -> record.contains("\"y3\""));
        }
    }

    /** Beyond the number of partitions that are known one by one. */
    @Test
    void aParentThatMovesAheadAmongMoreThanTenThousandIsRead() {
        int count = 11_000;
        List<String> parents = new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> "{\"id\":" + i + "}").toList());
        try (TestApi api = TestApi.answering(request -> request.path().equals("/parents")
                ? Answer.json("[" + String.join(",", parents) + "]")
                : Answer.json("{\"data\":[{\"of\":" + request.path().substring("/things/".length()) + "}]}"))) {
            Reading reading = new Reading(api, flat());
            reading.sink = new Collected(count - 300);
            Slice slice = reading.first(Optional.empty());
            slice = slice.withCursor(((SliceResult.Deferred) reading.read(slice)).cursor());
            Set<String> records = new HashSet<>(reading.sink.records());
            parents.addFirst(parents.removeLast());
            parents.remove(50);
            reading.sink = new Collected();

            assertThat(reading.read(slice)).isInstanceOf(SliceResult.Completed.class);
            assertThat(reading.sink.records()).hasSizeLessThan(5_000);
            records.addAll(reading.sink.records());
            assertThat(records).hasSize(count);
        }
    }

    private static Yaml flat() {
        return Yaml.stream().retriever(Yaml.PARENTS).requester("path: \"things/{{ stream_slice.parent }}\"");
    }

    @Test
    void timeThatPassesBetweenTheReadsOfAPassIsLookedBackByTheNextOne() {
        try (TestApi api = TestApi.answering(ResumeTest::family)) {
            Yaml manifest =
                    Yaml.stream().retriever(ROUTER).requester("path: \"things/{{ stream_slice.parent }}\"").stream(
                            CURSOR.stripTrailing() + "\n  global_substream_cursor: true");
            Reading reading = new Reading(api, manifest);
            reading.sink = new Collected(3);
            Slice slice = reading.first(Optional.empty());
            slice = slice.withCursor(((SliceResult.Deferred) reading.read(slice)).cursor());
            reading.time.pass(Duration.ofSeconds(100));
            reading.sink = new Collected();

            assertThat(((SliceResult.Completed) reading.read(slice)).cursor().orElseThrow())
                    .startsWith(
                            "{\"use_global_cursor\":true,\"state\":{\"at\":\"2026-03-13\"},\"lookback_window\":100,");
        }
    }
}
