package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.ManifestException;
import dev.ingest.connector.read.SliceResult;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Manifests and answers that are made to hurt, or that nobody thought of. */
class HostileInputTest {
    private static final String PAGED = """
            paginator:
              type: DefaultPaginator
              page_token_option: { type: RequestOption, inject_into: request_parameter, field_name: after }
              pagination_strategy: { type: CursorPagination, cursor_value: "{{ response['next'] }}" }
            """;

    @Test
    void aliasesThatMultiplyAreStopped() {
        StringBuilder bomb = new StringBuilder("type: DeclarativeSource\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(10)));
        }
        assertThatThrownBy(() -> Connector.load(bomb.toString())).isInstanceOf(ManifestException.class);
    }

    @Test
    void tenMegabytesAreNoManifest() {
        assertThatThrownBy(() -> Connector.load("a: " + "x".repeat(10 * 1024 * 1024)))
                .isInstanceOf(ManifestException.class);
    }

    @Test
    void nestingHasALimit() {
        assertThatThrownBy(() -> Connector.load("a: " + "[".repeat(50_000) + "]".repeat(50_000)))
                .isInstanceOf(ManifestException.class);
    }

    @Test
    void aTemplateThatLoopsIsStopped() {
        String loops = "{% for a in config['l'] %}{% for b in config['l'] %}{% for c in config['l'] %}"
                + "{% for d in config['l'] %}x{% endfor %}{% endfor %}{% endfor %}{% endfor %}";
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[]}"))) {
            Reading reading = new Reading(api, Yaml.stream().requester("request_parameters: { a: \"" + loops + "\" }"))
                    .with("l", java.util.Collections.nCopies(1000, 1));

            assertThat(Reading.failed(reading.read(), ReadException.Kind.CONFIG).message())
                    .contains("request_parameters.a");
            assertThat(api.requests()).isEmpty();
        }
    }

    @Test
    void gzipThatIsNotGzipIsTransient() {
        Answer wrong = new Answer(200, "{\"data\":[]}", Map.of("Content-Encoding", "gzip"));
        try (TestApi api = TestApi.answering(request -> wrong)) {
            Yaml once = Yaml.stream().requester("error_handler: { type: DefaultErrorHandler, max_retries: 0 }");

            assertThat(Reading.failed(new Reading(api, once).read()).message()).containsIgnoringCase("gzip");
        }
    }

    @Test
    void aTokenThatRepeatsIsAnError() {
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"next\":\"a\",\"data\":[{\"id\":1}]}"))) {
            Reading reading = new Reading(api, Yaml.stream().retriever(PAGED));

            assertThat(Reading.failed(reading.read(), ReadException.Kind.CONFIG).message())
                    .contains("makes no progress");
            assertThat(api.requests()).hasSize(3);
        }
    }

    @Test
    void recordsOfOtherShapesInOnePageAreAllKept() {
        try (TestApi api = TestApi.answering(request ->
                Answer.json("{\"data\":[{\"id\":1},{\"id\":\"one\"},{\"id\":{\"x\":[1]}},{\"other\":null}]}"))) {
            Reading reading = new Reading(api, Yaml.stream());

            assertThat(reading.read()).isInstanceOf(SliceResult.Completed.class);
            assertThat(reading.sink.records())
                    .containsExactly("{\"id\":1}", "{\"id\":\"one\"}", "{\"id\":{\"x\":[1]}}", "{\"other\":null}");
        }
    }

    @Test
    void numbersAreNeverShortenedAndKeysNeverLost() {
        String record = "{\"big\":1234567890123456789012345678901234567890,\"small\":1e-400,\"a\":1,\"a\":2}";
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[" + record + "]}"))) {
            Reading reading = new Reading(api, Yaml.stream());

            assertThat(reading.read()).isInstanceOf(SliceResult.Completed.class);
            assertThat(reading.sink.records()).containsExactly(record);
        }
    }

    @Test
    void aCursorThatGoesBackwardsKeepsTheGreatest() {
        Yaml manifest = Yaml.stream().stream("""
                incremental_sync: { type: DatetimeBasedCursor, cursor_field: at, datetime_format: "%Y-%m-%d", start_datetime: "2026-01-01" }
                """);
        try (TestApi api = TestApi.answering(
                request -> Answer.json("{\"data\":[{\"at\":\"2026-02-03\"},{\"at\":\"2026-01-02\"}]}"))) {
            Reading reading = new Reading(api, manifest);

            assertThat(reading.read())
                    .isEqualTo(new SliceResult.Completed(java.util.Optional.of("{\"at\":\"2026-02-03\"}"), 1, 2));
        }
    }

    @Test
    void aTokenRefusedInTheMiddleIsFetchedOnceMoreThenTheCredentialIsAtFault() {
        AtomicInteger tokens = new AtomicInteger();
        Yaml manifest = Yaml.stream().retriever(PAGED).requester("""
                authenticator: { type: OAuthAuthenticator, token_refresh_endpoint: "{{ config['url'] }}/token", client_id: i, client_secret: s, grant_type: client_credentials }
                """);
        try (TestApi api = TestApi.answering(request -> request.path().equals("/token")
                ? Answer.json("{\"access_token\":\"t" + tokens.incrementAndGet() + "\",\"expires_in\":3600}")
                : request.query().isEmpty()
                        ? Answer.json("{\"next\":\"a\",\"data\":[{\"id\":1}]}")
                        : Answer.status(401))) {
            assertThat(Reading.failed(new Reading(api, manifest).read(), ReadException.Kind.AUTH)
                            .message())
                    .contains("401");
            assertThat(tokens).hasValue(2);
        }
    }
}
