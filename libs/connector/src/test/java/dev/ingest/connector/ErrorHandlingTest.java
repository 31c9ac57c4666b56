package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorHandlingTest {
    private static final Answer ONE = Answer.json("{\"data\":[{\"id\":1}]}");
    private static final SliceResult READ = new SliceResult.Completed(Optional.empty(), 1, 1);

    /** Fails so many times with one answer, then succeeds. */
    private static TestApi failing(int times, Answer failure) {
        AtomicInteger calls = new AtomicInteger();
        return TestApi.answering(request -> calls.incrementAndGet() <= times ? failure : ONE);
    }

    private static Yaml handler(String handler) {
        return Yaml.stream().requester("error_handler: " + handler);
    }

    private static List<Long> seconds(Reading reading) {
        return reading.time.waits().stream().map(Duration::toSeconds).toList();
    }

    @Test
    void retriesDoubleFromASecondAndEndAfterSixTries() {
        try (TestApi api = failing(99, Answer.status(503))) {
            Reading reading = new Reading(api, Yaml.stream());

            assertThat(Reading.failed(reading.read(), ReadException.Kind.TRANSIENT)
                            .message())
                    .isEqualTo(
                            "GET " + api.url()
                                    + "/things answered 503 after 6 tries; the API or the way to it is out of order: it will be tried again");
            assertThat(reading.time.waits()).hasSize(5);
            for (int i = 0; i < 5; i++) {
                Duration doubled = Duration.ofSeconds(1L << i);
                assertThat(reading.time.waits().get(i)).isBetween(doubled, doubled.plus(doubled.dividedBy(10)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"400,CONFIG", "401,AUTH", "403,AUTH", "404,CONFIG", "405,CONFIG"})
    void refusalsAreNotRetried(int status, ReadException.Kind kind) {
        try (TestApi api = failing(1, Answer.status(status))) {
            Reading.failed(new Reading(api, Yaml.stream()).read(), kind);

            assertThat(api.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"408", "409", "422", "500", "501", "502", "429"})
    void otherStatusesAreRetried(int status) {
        try (TestApi api = failing(1, Answer.status(status))) {
            assertThat(new Reading(api, Yaml.stream()).read()).isEqualTo(READ);
            assertThat(api.requests()).hasSize(2);
        }
    }

    @Test
    void retryAfterInSecondsIsHonouredWithLittleJitter() {
        try (TestApi api = failing(1, Answer.status(429, "Retry-After", "30"))) {
            Reading reading = new Reading(api, Yaml.stream());

            assertThat(reading.read()).isEqualTo(READ);
            assertThat(reading.time.waits().getFirst()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(33));
        }
    }

    @Test
    void retryAfterAsADateIsHonoured() {
        try (TestApi api = failing(1, Answer.status(503, "Retry-After", "Sun, 01 Mar 2026 12:00:20 GMT"))) {
            Reading reading = new Reading(api, Yaml.stream());

            assertThat(reading.read()).isEqualTo(READ);
            assertThat(reading.time.waits().getFirst()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
        }
    }

    @Test
    void anHourIsNotWaitedForButHandedBack() {
        try (TestApi api = failing(1, Answer.status(429, "Retry-After", "3600"))) {
            Reading reading = new Reading(api, Yaml.stream());

            SliceResult.Deferred deferred = (SliceResult.Deferred) reading.read();

            assertThat(deferred.pages()).isZero();
            assertThat(deferred.notBefore())
                    .isBetween(TestTime.START.plusSeconds(3600), TestTime.START.plusSeconds(3960));
            assertThat(reading.time.waits()).isEmpty();
            assertThat(reading.read(Slice.WHOLE.withCursor(deferred.cursor()))).isEqualTo(READ);
        }
    }

    @Test
    void pagesBeforeTheWaitAreAShorterSlice() {
        AtomicInteger calls = new AtomicInteger();
        try (TestApi api = TestApi.answering(request -> switch (calls.incrementAndGet()) {
            case 1 -> Answer.json("{\"data\":[{\"id\":1}],\"next\":\"n1\"}");
            case 2 -> Answer.status(429, "Retry-After", "3600");
            default -> Answer.json("{\"data\":[{\"id\":2}]}");
        })) {
            Yaml manifest = Yaml.stream()
                    .retriever(
                            "paginator: { type: DefaultPaginator, page_token_option: { type: RequestOption, inject_into: request_parameter, field_name: at }, pagination_strategy: { type: CursorPagination, cursor_value: \"{{ response.get('next') }}\" } }");
            Reading reading = new Reading(api, manifest);

            SliceResult.Deferred deferred = (SliceResult.Deferred) reading.read();
            SliceResult rest = reading.read(Slice.WHOLE.withCursor(deferred.cursor()));

            assertThat(deferred.pages()).isEqualTo(1);
            assertThat(deferred.records()).isEqualTo(1);
            assertThat(rest).isEqualTo(READ);
            assertThat(api.requests().getLast().query()).containsEntry("at", "n1");
            assertThat(reading.sink.records()).containsExactly("{\"id\":1}", "{\"id\":2}");
        }
    }

    @Test
    void strategiesAddTheirExtraSecond() {
        try (TestApi api = failing(2, Answer.status(429, "Retry-After", "30"))) {
            Reading constant = new Reading(
                    api,
                    handler(
                            "{ type: DefaultErrorHandler, backoff_strategies: [{ type: ConstantBackoffStrategy, backoff_time_in_seconds: 5 }] }"));

            assertThat(constant.read()).isEqualTo(READ);
            assertThat(constant.time.waits())
                    .as("never less than the API asks for")
                    .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(33)));
        }
        try (TestApi api = failing(2, Answer.status(429))) {
            Reading constant = new Reading(
                    api,
                    handler(
                            "{ type: DefaultErrorHandler, backoff_strategies: [{ type: ConstantBackoffStrategy, backoff_time_in_seconds: 5 }] }"));

            assertThat(constant.read()).isEqualTo(READ);
            assertThat(seconds(constant)).containsExactly(6L, 6L);
        }
        try (TestApi api = failing(2, Answer.status(500))) {
            Reading exponential = new Reading(
                    api,
                    handler(
                            "{ type: DefaultErrorHandler, backoff_strategies: [{ type: ExponentialBackoffStrategy }] }"));

            assertThat(exponential.read()).isEqualTo(READ);
            assertThat(seconds(exponential)).containsExactly(11L, 21L);
        }
    }

    @Test
    void headersTellHowLongToWait() {
        try (TestApi api = failing(1, Answer.status(429, "X-Wait", "12.5 seconds"))) {
            Reading reading = new Reading(
                    api,
                    handler(
                            "{ type: DefaultErrorHandler, backoff_strategies: [{ type: WaitTimeFromHeader, header: x-wait, regex: '[0-9.]+' }] }"));

            assertThat(reading.read()).isEqualTo(READ);
            assertThat(reading.time.waits()).containsExactly(Duration.ofMillis(13_500));
        }
        String reset = Long.toString(Instant.parse("2026-03-01T12:00:40Z").getEpochSecond());
        try (TestApi api = failing(1, Answer.status(429, "X-Reset", reset))) {
            Reading reading = new Reading(
                    api,
                    handler(
                            "{ type: DefaultErrorHandler, backoff_strategies: [{ type: WaitUntilTimeFromHeader, header: X-Reset }] }"));

            assertThat(reading.read()).isEqualTo(READ);
            assertThat(seconds(reading)).containsExactly(41L);
        }
    }

    @Test
    void aWaitBeyondTheManifestsMaximumFails() {
        try (TestApi api = failing(1, Answer.status(429, "X-Wait", "900"))) {
            Reading reading = new Reading(
                    api,
                    handler(
                            "{ type: DefaultErrorHandler, backoff_strategies: [{ type: WaitTimeFromHeader, header: X-Wait, max_waiting_time_in_seconds: 600 }] }"));

            assertThat(Reading.failed(reading.read(), ReadException.Kind.RATE_LIMIT)
                            .message())
                    .contains("the API asks to wait 900 s");
        }
    }

    @Test
    void filtersDecideBeforeTheStatusEvenForSuccess() {
        try (TestApi api = failing(1, Answer.json("{\"error\":{\"message\":\"slow down, please\"}}"))) {
            Yaml manifest = handler(
                    "{ type: DefaultErrorHandler, response_filters: [{ type: HttpResponseFilter, action: RETRY, error_message_contains: slow down }] }");

            assertThat(new Reading(api, manifest).read()).isEqualTo(READ);
            assertThat(api.requests()).hasSize(2);
        }
    }

    @Test
    void ignoredErrorsGiveNoRecordsAndEndThePages() {
        try (TestApi api = failing(99, Answer.status(404))) {
            Yaml manifest = handler(
                    "{ type: DefaultErrorHandler, response_filters: [{ type: HttpResponseFilter, action: IGNORE, http_codes: [404] }] }");

            assertThat(new Reading(api, manifest).read()).isEqualTo(new SliceResult.Completed(Optional.empty(), 1, 0));
        }
    }

    @Test
    void predicatesSeeTheResponseAndHeadersButNoConfig() {
        try (TestApi api = failing(1, new Answer(400, "{\"code\":7}", Map.of("X-Kind", "soft")))) {
            Yaml manifest = handler(
                    "{ type: DefaultErrorHandler, response_filters: [{ type: HttpResponseFilter, action: FAIL, predicate: \"{{ config['url'] }}\" }, { type: HttpResponseFilter, action: RETRY, predicate: \"{{ response.code == 7 and headers['X-Kind'] == 'soft' }}\" }] }");

            assertThat(new Reading(api, manifest).read()).isEqualTo(READ);
        }
    }

    @Test
    void failuresCarryTheManifestsOwnMessage() {
        try (TestApi api = failing(1, new Answer(400, "{\"detail\":\"no such board\"}", Map.of()))) {
            Yaml manifest = handler(
                    "{ type: DefaultErrorHandler, response_filters: [{ type: HttpResponseFilter, action: FAIL, failure_type: config_error, http_codes: [400], error_message: \"Board missing: {{ response.detail }}\" }] }");

            assertThat(Reading.failed(new Reading(api, manifest).read(), ReadException.Kind.CONFIG)
                            .message())
                    .contains("answered 400: Board missing: no such board;");
        }
    }

    @Test
    void compositesFallThroughFailuresAndTheLastDecides() {
        String failing =
                "{ type: DefaultErrorHandler, response_filters: [{ type: HttpResponseFilter, action: %s, http_codes: [418] }] }";
        try (TestApi api = failing(1, Answer.status(418))) {
            Yaml ignored = handler("{ type: CompositeErrorHandler, error_handlers: [" + failing.formatted("FAIL") + ", "
                    + failing.formatted("IGNORE") + "] }");

            assertThat(new Reading(api, ignored).read()).isEqualTo(new SliceResult.Completed(Optional.empty(), 1, 0));
        }
        try (TestApi api = failing(1, Answer.status(418))) {
            Yaml failed = handler("{ type: CompositeErrorHandler, error_handlers: [" + failing.formatted("RATE_LIMITED")
                    + ", " + failing.formatted("FAIL") + "] }");

            Reading.failed(new Reading(api, failed).read(), ReadException.Kind.CONFIG);
        }
    }

    @Test
    void retriesAreThoseTheManifestAllows() {
        try (TestApi api = failing(99, Answer.status(500))) {
            Reading.failed(
                    new Reading(api, handler("{ type: DefaultErrorHandler, max_retries: 1 }")).read(),
                    ReadException.Kind.TRANSIENT);

            assertThat(api.requests()).hasSize(2);
        }
    }

    @Test
    void rateLimitsThatDoNotEndAreTheirOwnKind() {
        try (TestApi api = failing(99, Answer.status(429, "Retry-After", "1"))) {
            Reading.failed(new Reading(api, Yaml.stream()).read(), ReadException.Kind.RATE_LIMIT);

            assertThat(api.requests()).hasSize(6);
        }
    }
}
