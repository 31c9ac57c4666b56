package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.TestApi.Request;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.read.SliceResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTest {
    private static Request sent(String requester) {
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[]}"))) {
            Reading reading = new Reading(api, Yaml.stream().requester(requester))
                    .with("n", 5)
                    .with("list", List.of("a", "b"))
                    .with("word", "x y")
                    .with("empty", "");
            assertThat(reading.read()).isInstanceOf(SliceResult.Completed.class);
            return api.requests().getFirst();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "base, /things, /base/things",
        "base/, things, /base/things",
        "base, things/, /base/things/",
        "base, a b, /base/a%20b",
        "base, '', /base",
        "'', things, /things",
        "base, 'things?x=1', /base/things?x=1",
        "base, 'a[1]/b?p[c]=d', /base/a%5B1%5D/b?p[c]=d",
        "base, 'sites/https://x.org//', /base/sites/https:/x.org/",
        "base, 'a/../b', /base/b",
    })
    void basesAndPathsAreJoined(String base, String path, String expected) {
        assertThat(sent("url_base: \"{{ config['url'] }}/" + base + "\"\npath: \"" + path + "\"")
                        .uri())
                .hasToString(expected);
    }

    @Test
    void theNewerSpellingIsOneAddress() {
        assertThat(sent("url: \"{{ config['url'] }}/v9/things\"").uri()).hasToString("/v9/things");
    }

    @Test
    void queryParametersKeepTheirTextAndDropWhatIsEmpty() {
        String parameters = """
                request_parameters:
                  number: "{{ 1e3 }}"
                  plain: 10
                  zeros: "007"
                  word: "{{ config['word'] }}"
                  many: "{{ config['list'] }}"
                  empty: "{{ config['empty'] }}"
                  missing: "{{ config['no'] }}"
                  deeper: "{{ config['no']['no'] }}"
                  "key_{{ config['n'] }}": v
                """;

        assertThat(sent(parameters).uri().getRawQuery())
                .isEqualTo("number=1000.0&plain=10&zeros=007&word=x+y&many=a&many=b&key_5=v");
        assertThat(sent("request_parameters: \"{'a': 1, 'b': {{ config['n'] }}}\"")
                        .uri()
                        .getRawQuery())
                .isEqualTo("a=1&b=5");
    }

    @Test
    void headersAreTextOfTheCoercedValue() {
        Request request =
                sent("request_headers: { X-A: \"{{ config['n'] }}\", X-B: \"1e3\", X-C: \"{{ config['no'] }}\" }");

        assertThat(request.headers())
                .containsEntry("x-a", "5")
                .containsEntry("x-b", "1000.0")
                .doesNotContainKey("x-c");
    }

    @Test
    void jsonBodiesAreCoercedAndDropNothingFromLists() {
        Request request = sent("""
                http_method: POST
                request_body_json:
                  n: "{{ config['n'] }}"
                  inner: { gone: "{{ config['no'] }}", kept: [1, "{{ config['no'] }}", "{{ config['list'] }}"] }
                """);

        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.headers()).containsEntry("content-type", "application/json");
        assertThat(request.body()).isEqualTo("{\"n\":5,\"inner\":{\"kept\":[1,null,[\"a\",\"b\"]]}}");
    }

    @Test
    void formsTextsAndTypedBodies() {
        assertThat(
                        sent("http_method: POST\nrequest_body_data: { a: \"{{ config['word'] }}\", b: \"{{ config['n'] }}\" }")
                                .body())
                .isEqualTo("a=x+y&b=5");
        assertThat(sent("http_method: POST\nrequest_body_data: \"raw {{ config['n'] }}\"")
                        .body())
                .isEqualTo("raw 5");
        assertThat(sent("http_method: POST\nrequest_body: { type: RequestBodyJsonObject, value: { a: 1 } }")
                        .body())
                .isEqualTo("{\"a\":1}");
        assertThat(sent("http_method: POST\nrequest_body: { type: RequestBodyUrlEncodedForm, value: { a: 1 } }")
                        .body())
                .isEqualTo("a=1");
        assertThat(sent("http_method: POST\nrequest_body: { type: RequestBodyPlainText, value: hello }")
                        .body())
                .isEqualTo("hello");
    }

    @Test
    void aHeaderThatCannotBeSentIsNamed() {
        try (TestApi api = TestApi.answering(request -> Answer.json("{}"))) {
            Yaml manifest = Yaml.stream().requester("request_headers: { X-Bad: \"a\\nb\" }");

            assertThat(Reading.failed(new Reading(api, manifest).read(), ReadException.Kind.CONFIG)
                            .message())
                    .startsWith("GET " + api.url() + "/things cannot be sent: invalid header value");
        }
    }

    @Test
    void aNameInABranchThatIsNotAvailableHereIsNamed() {
        try (TestApi api = TestApi.answering(request -> Answer.json("{}"))) {
            Yaml manifest = Yaml.stream()
                    .requester("request_parameters: { since: \"{{ stream_state.at if config.full else '' }}\" }");

            assertThat(Reading.failed(new Reading(api, manifest).read(), ReadException.Kind.CONFIG)
                            .message())
                    .startsWith(
                            "things: streams[0].retriever.requester.request_parameters.since: 'stream_state' is not available here");
        }
    }
}
