package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IncrementalTest {
    private static final String OPTIONS = """
            start_time_option: { type: RequestOption, inject_into: request_parameter, field_name: since }
            end_time_option: { type: RequestOption, inject_into: request_parameter, field_name: until }
            """;

    private static Yaml cursor(String fields) {
        return Yaml.stream().stream(
                "incremental_sync:\n  type: DatetimeBasedCursor\n  cursor_field: at\n" + fields.indent(2));
    }

    private static final String DAYS = """
            datetime_format: "%Y-%m-%d"
            start_datetime: "2026-01-01"
            """;

    private static List<String> bounds(List<Slice> slices) {
        return slices.stream()
                .map(slice -> slice.start().orElse("") + "…" + slice.end().orElse(""))
                .toList();
    }

    private static List<Slice> plan(Yaml manifest, Optional<String> checkpoint) {
        return manifest.load().plan("things", Map.of("url", "http://localhost"), checkpoint, TestTime.START);
    }

    @Test
    void withoutAStepThereIsOneSliceUpToNow() {
        assertThat(bounds(plan(cursor(DAYS), Optional.empty()))).containsExactly("2026-01-01…2026-03-01");
    }

    @Test
    void stepsAreCutByTheCalendarAndEndOneGranularityEarlier() {
        assertThat(bounds(plan(cursor(DAYS + "step: P1M\ncursor_granularity: P1D"), Optional.empty())))
                .containsExactly("2026-01-01…2026-01-31", "2026-02-01…2026-02-28", "2026-03-01…2026-03-01");
        assertThat(bounds(plan(cursor(DAYS + "step: P30D\ncursor_granularity: PT0S"), Optional.empty())))
                .containsExactly("2026-01-01…2026-01-31", "2026-01-31…2026-03-01");
    }

    @Test
    void aCheckpointIsReadAgainWithItsLookbackButNeverBelowTheStart() {
        Yaml manifest = cursor(DAYS + "lookback_window: P10D");

        assertThat(bounds(plan(manifest, Optional.of("{\"at\":\"2026-02-15\"}"))))
                .containsExactly("2026-02-05…2026-03-01");
        assertThat(bounds(plan(manifest, Optional.of("{\"at\":\"2026-01-05\"}"))))
                .containsExactly("2026-01-01…2026-03-01");
    }

    @Test
    void startAndEndAreClippedToTheirOwnBoundsOnly() {
        Yaml manifest = cursor("""
                datetime_format: "%s"
                start_datetime: { datetime: "2020-01-01", datetime_format: "%Y-%m-%d", min_datetime: "2026-02-01" }
                end_datetime: { datetime: "2030-01-01", datetime_format: "%Y-%m-%d" }
                """);

        assertThat(bounds(plan(manifest, Optional.empty()))).containsExactly("1769904000…1893456000");
    }

    @Test
    void dateMathInTemplatesUsesTheGivenNow() {
        Yaml manifest = cursor("""
                datetime_format: "%Y-%m-%d"
                start_datetime: "{{ (now_utc() - duration('P7D')).strftime('%Y-%m-%d') }}"
                """);

        assertThat(bounds(plan(manifest, Optional.empty()))).containsExactly("2026-02-22…2026-03-01");
    }

    @Test
    void aStepThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> plan(cursor(DAYS + "step: PT1S\ncursor_granularity: PT1S"), Optional.empty()))
                .isInstanceOf(ReadException.class)
                .hasMessageContaining(
                        "streams[0].incremental_sync.step: cuts the time from 2026-01-01T00:00:00Z to 2026-03-01T12:00:00Z into more than 10000 slices");
        assertThatThrownBy(() -> plan(
                        cursor("datetime_format: \"%Y\"\nstart_datetime: \"{{ config['from'] }}\""), Optional.empty()))
                .hasMessage("streams[0].incremental_sync.start_datetime: '' is not a date in the format %Y");
    }

    @Test
    void theCheckpointIsTheGreatestCursorSeenInItsOwnFormat() {
        try (TestApi api = TestApi.answering(request -> Answer.json(
                "{\"data\":[{\"at\":\"2026-02-03T10:00:00Z\"},{\"at\":\"2026-02-09T23:59:59Z\"},{\"at\":null},{}]}"))) {
            Yaml manifest = cursor(DAYS + "cursor_datetime_formats: [\"%Y-%m-%dT%H:%M:%SZ\"]\n" + OPTIONS);
            Reading reading = new Reading(api, manifest);

            assertThat(reading.read())
                    .isEqualTo(new SliceResult.Completed(Optional.of("{\"at\":\"2026-02-09\"}"), 1, 4));
            assertThat(api.requests().getFirst().query())
                    .isEqualTo(Map.of("since", "2026-01-01", "until", "2026-03-01"));
        }
    }

    @Test
    void aReadThatSeesNothingNeverMovesTheCheckpointBack() {
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[]}"))) {
            Reading reading = new Reading(api, cursor(DAYS + "lookback_window: P10D"));
            String checkpoint = "{\"at\":\"2026-02-15\"}";

            assertThat(reading.read(reading.first(Optional.of(checkpoint))))
                    .isEqualTo(new SliceResult.Completed(Optional.of(checkpoint), 1, 0));
        }
    }

    @Test
    void theSliceIsInTemplatesUnderEveryName() {
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[]}"))) {
            Yaml manifest = cursor(DAYS + "partition_field_start: from\npartition_field_end: to")
                    .requester(
                            "request_parameters:\n  a: \"{{ stream_slice['from'] }}\"\n  b: \"{{ stream_interval.to }}\"\n  c: \"{{ stream_partition.get('from') }}\"");
            Reading reading = new Reading(api, manifest);

            assertThat(reading.read()).isInstanceOf(SliceResult.Completed.class);
            assertThat(api.requests().getFirst().query())
                    .isEqualTo(Map.of("a", "2026-01-01", "b", "2026-03-01", "c", "2026-01-01"));
        }
    }

    @Test
    void clientSideFilteringIgnoresTheLookback() {
        try (TestApi api = TestApi.answering(
                request -> Answer.json(
                        "{\"data\":[{\"at\":\"2026-02-14\"},{\"at\":\"2026-02-15\"},{\"at\":\"2026-02-20\"},{\"at\":\"2027-01-01\"},{\"at\":null}]}"))) {
            Reading reading =
                    new Reading(api, cursor(DAYS + "is_client_side_incremental: true\nlookback_window: P10D"));

            assertThat(reading.read(reading.first(Optional.of("{\"at\":\"2026-02-15\"}"))))
                    .isEqualTo(new SliceResult.Completed(Optional.of("{\"at\":\"2026-02-20\"}"), 1, 3));
            assertThat(reading.sink.records())
                    .containsExactly("{\"at\":\"2026-02-15\"}", "{\"at\":\"2026-02-20\"}", "{\"at\":null}");
        }
    }

    @Test
    void aDataFeedStopsAtThePageThatReachesTheCheckpoint() {
        try (TestApi api = TestApi.answering(request -> {
            int page = Integer.parseInt(request.query().getOrDefault("p", "0"));
            return Answer.json("{\"data\":[{\"at\":\"2026-02-%02d\"},{\"at\":\"2026-02-%02d\"}]}"
                    .formatted(20 - 2 * page, 19 - 2 * page));
        })) {
            Yaml manifest = cursor(DAYS + "is_data_feed: true")
                    .retriever(
                            "paginator: { type: DefaultPaginator, page_token_option: { type: RequestOption, inject_into: request_parameter, field_name: p }, pagination_strategy: { type: PageIncrement } }");
            Reading reading = new Reading(api, manifest);

            assertThat(reading.read(reading.first(Optional.of("{\"at\":\"2026-02-18\"}"))))
                    .isEqualTo(new SliceResult.Completed(Optional.of("{\"at\":\"2026-02-20\"}"), 2, 3));
            assertThat(api.requests()).hasSize(2);
        }
    }

    @Test
    void formatsBeyondStrftimeAreReadAndWritten() {
        for (Map.Entry<String, String> format : Map.of(
                        "%s",
                        "1771459200",
                        "%ms",
                        "1771459200000",
                        "%epoch_microseconds",
                        "1771459200000000",
                        "%Y-%m-%dT%H:%M:%S.%_msZ",
                        "2026-02-19T00:00:00.000Z")
                .entrySet()) {
            boolean number = format.getValue().matches("\\d+");
            String json = number ? format.getValue() : "\"" + format.getValue() + "\"";
            try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[{\"at\":" + json + "}]}"))) {
                Reading reading = new Reading(
                        api,
                        cursor("datetime_format: \"" + format.getKey()
                                + "\"\nstart_datetime: { datetime: \"2026-01-01\", datetime_format: \"%Y-%m-%d\" }"));

                assertThat(reading.read())
                        .as(format.getKey())
                        .isEqualTo(
                                new SliceResult.Completed(Optional.of("{\"at\":\"" + format.getValue() + "\"}"), 1, 1));
            }
        }
    }
}
