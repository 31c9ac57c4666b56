package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.http.ReadLimits;
import dev.ingest.connector.read.PageSink;
import dev.ingest.connector.read.SliceResult;
import dev.ingest.egress.AllowedAddresses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API that answers with something else, too much, nothing, or never. */
class HostileApiTest {
    private static final Yaml NO_RETRIES =
            Yaml.stream().requester("error_handler: { type: DefaultErrorHandler, max_retries: 0 }");

    private static SliceResult read(Answer answer) {
        try (TestApi api = TestApi.answering(request -> answer)) {
            return new Reading(api, NO_RETRIES).read();
        }
    }

    @Test
    void aWebPageIsNotAnApi() {
        Answer page = new Answer(
                200, "<html><body>Welcome</body></html>", Map.of("Content-Type", "text/html; charset=utf-8"));

        assertThat(Reading.failed(read(page), ReadException.Kind.CONFIG).message())
                .contains("answered 200 with a body that is not JSON at byte 0 (text/html; charset=utf-8)")
                .contains("check the base address");
    }

    @Test
    void anEmptyBodyIsAnEmptyPage() {
        assertThat(read(new Answer(200, "", Map.of()))).isEqualTo(new SliceResult.Completed(Optional.empty(), 1, 0));
        assertThat(read(new Answer(204, "", Map.of()))).isEqualTo(new SliceResult.Completed(Optional.empty(), 1, 0));
    }

    @Test
    void aSecretThatIsCutInAQuotedErrorIsMasked() {
        Yaml manifest =
                Yaml.stream().requester("authenticator: { type: BearerAuthenticator, api_token: s3cret-t0ken }");
        Answer echo = Answer.json("{\"error\":\"" + "x".repeat(292) + "s3cret-t0ken is unknown\"}");
        try (TestApi api = TestApi.answering(request -> new Answer(400, echo.body(), echo.headers()))) {
            assertThat(Reading.failed(new Reading(api, manifest).read(), ReadException.Kind.CONFIG)
                            .message())
                    .contains("xxx****")
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void aSecretThatIsCutInATokensRefusalIsMasked() {
        Yaml manifest = Yaml.stream().requester("""
                authenticator:
                  type: OAuthAuthenticator
                  token_refresh_endpoint: "{{ config['url'] }}/token"
                  client_id: me
                  client_secret: s3cret-t0ken
                  grant_type: client_credentials
                """);
        String echo = "{\"error\":\"" + "x".repeat(72) + "s3cret-t0ken\"}";
        try (TestApi api = TestApi.answering(request -> new Answer(400, echo, Map.of()))) {
            assertThat(Reading.failed(new Reading(api, manifest).read(), ReadException.Kind.AUTH)
                            .message())
                    .contains("xxx****")
                    .doesNotContain("s3cret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                request_headers: { Authorization: "Basic {{ ('user:' ~ config['api_key'] ~ ':x') | base64encode }}" }""", """
                request_headers: { Authorization: "{{ 'Basic ' ~ ('user:' ~ config['api_key'] ~ ':x') | base64encode }}" }""", """
                request_headers: { X-Key: "{% set key = config['api_key'] | upper %}key={{ key }}" }""", """
                request_headers: { X-Key: "key={% for part in [config.get('api_key')] %}{{ part | upper }}{% endfor %}" }""", """
                request_headers: "{{ {'X-Key': config['api_key'] | upper, 'Accept': 'application/json'} }}\"""", """
                request_parameters: { key: "{{ config['api_key'] | upper }}" }""", """
                request_parameters: { key: "{% for name, each in config.items() if name == 'api_key' %}{{ each | upper }}{% endfor %}" }""", """
                http_method: POST
                request_body_json: { inner: { key: "{{ config['api_key'] | upper }}" } }""", """
                http_method: POST
                request_body_json: '{"key":"{{ config["api_key"] | upper }}"}'""", """
                http_method: POST
                request_body_data: "key={{ config['api_key'] | upper }}&v=1\"""", """
                path: "things/{{ config['api_key'] | upper }}\"""", """
                url: "{{ config['url'] }}/{{ config['api_key'] | upper }}/things\"""", """
                request_headers: { X-Key: "{{ config['made'] }}" }"""})
    void whatIsMadeOfASecretIsMasked(String request) {
        Yaml manifest = Yaml.stream()
                .requester(request)
                .spec("{ url: { type: string }, api_key: { type: string, airbyte_secret: true } }")
                .rules("""
                        config_normalization_rules:
                          type: ConfigNormalizationRules
                          transformations:
                            - type: ConfigAddFields
                              fields:
                                - { type: AddedFieldDefinition, path: [made], value: "{{ config['api_key'] | upper }}" }
                        """);
        String encoded = "dXNlcjpzM2NyZXQtdDBrZW46eA==";
        try (TestApi api = TestApi.answering(echo -> new Answer(
                400,
                "{\"error\":\"no: S3CRET-T0KEN or " + encoded + " at " + echo.uri() + " as application/json\"}",
                Map.of()))) {
            Reading reading = new Reading(api, manifest).with("api_key", "s3cret-t0ken");

            String message =
                    Reading.failed(reading.read(), ReadException.Kind.CONFIG).message();

            String leaked = request.contains("base64encode") ? encoded : "S3CRET";
            assertThat(message).contains("****", "application/json", api.url()).doesNotContain(leaked);
        }
    }

    @Test
    void whatIsMadeOfOtherEntriesIsNotMasked() {
        Yaml manifest = Yaml.stream().requester("""
                        request_headers:
                          X-Region: "{{ config['region'] | upper }}"
                          X-Mode: "{{ 'keyed' if config['api_key'] else 'open' }}"
                          X-Has: "{{ config['api_key'] != '' }}\"""").spec("{ api_key: { type: string, airbyte_secret: true } }");
        Answer echo = new Answer(400, "{\"error\":\"True: EUROPE is not keyed\"}", Map.of());
        try (TestApi api = TestApi.answering(request -> echo)) {
            Reading reading =
                    new Reading(api, manifest).with("api_key", "s3cret-t0ken").with("region", "europe");

            assertThat(Reading.failed(reading.read(), ReadException.Kind.CONFIG).message())
                    .contains("True: EUROPE is not keyed");
        }
    }

    @Test
    void aTokenThatLivesLongerThanTimeIsUsed() {
        Yaml manifest = Yaml.stream().requester("""
                authenticator:
                  type: OAuthAuthenticator
                  token_refresh_endpoint: "{{ config['url'] }}/token"
                  client_id: me
                  client_secret: s3cret
                  grant_type: client_credentials
                """);
        try (TestApi api = TestApi.answering(request -> Answer.json(
                request.path().equals("/token")
                        ? "{\"access_token\":\"token\",\"expires_in\":1000000000000000000}"
                        : "{\"data\":[]}"))) {
            assertThat(new Reading(api, manifest).read()).isEqualTo(new SliceResult.Completed(Optional.empty(), 1, 0));
        }
    }

    @Test
    void aRateThatIsFreeAfterTheEndOfTimeIsNoRate() {
        String manifest = Yaml.stream().text() + """
                api_budget:
                  type: HTTPAPIBudget
                  policies:
                    - type: FixedWindowCallRatePolicy
                      call_limit: 100
                      period: PT1H
                      matchers: []
                """;
        Answer answer = new Answer(
                200, "{\"data\":[]}", Map.of("ratelimit-reset", "999999999999999999", "ratelimit-remaining", "7"));
        try (TestApi api = TestApi.answering(request -> answer)) {
            assertThat(new Reading(api, Connector.load(manifest)).read())
                    .isEqualTo(new SliceResult.Completed(Optional.empty(), 1, 0));
        }
    }

    @Test
    void whatASinkThrowsIsThrown() {
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[{\"id\":1}]}"))) {
            IllegalStateException full = new IllegalStateException("the disk is full");
            Reading reading = new Reading(api, Yaml.stream());
            try (ConnectorSession session = reading.time.session()) {
                assertThatThrownBy(() -> reading.connector()
                                .read(
                                        "things",
                                        reading.config(),
                                        reading.first(Optional.empty()),
                                        session,
                                        TestTime.deadline(),
                                        page -> {
                                            throw full;
                                        }))
                        .isSameAs(full);
            }
        }
    }

    @Test
    void theConnectionOfABodyThatCannotBeUnpackedIsClosed() throws Exception {
        byte[] chunk = new byte[1 << 16];
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                TestApi unused = TestApi.answering(request -> Answer.status(500))) {
            Future<Boolean> closed = threads.submit(() -> {
                try (Socket socket = server.accept()) {
                    OutputStream out = socket.getOutputStream();
                    out.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 999999999\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
                    for (int i = 0; i < 10_000; i++) {
                        out.write(chunk);
                    }
                    return false;
                } catch (IOException gone) {
                    return true;
                }
            });
            Reading reading = new Reading(unused, NO_RETRIES).with("url", "http://127.0.0.1:" + server.getLocalPort());

            assertThat(reading.read()).isInstanceOf(SliceResult.Failed.class);
            assertThat(closed.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aWishToWaitLongerThanADayIsAskedForAnewAfterADay() {
        try (TestApi api = TestApi.answering(request -> Answer.status(429, "Retry-After", "172800"))) {
            assertThat(new Reading(api, Yaml.stream()).read())
                    .isInstanceOfSatisfying(
                            SliceResult.Deferred.class,
                            deferred -> assertThat(deferred.notBefore())
                                    .isBetween(TestTime.START.plusSeconds(86_400), TestTime.START.plusSeconds(96_000)));
        }
    }

    @Test
    void aStopInTheMiddleOfAResponseCounts() {
        String records = "{\"id\":1},".repeat(25_000) + "{\"id\":2}";
        try (TestApi api = TestApi.answering(
                request -> Answer.json("{\"data\":[" + records + "],\"n\":\"" + request.uri() + "\"}"))) {
            Yaml manifest = Yaml.stream()
                    .retriever(
                            "paginator: { type: DefaultPaginator, page_token_option: { type: RequestOption, inject_into: request_parameter, field_name: at }, pagination_strategy: { type: PageIncrement, page_size: 2 } }");
            Reading reading = new Reading(api, manifest);
            AtomicInteger pages = new AtomicInteger();
            try (ConnectorSession session = reading.time.session()) {
                SliceResult result = reading.connector()
                        .read(
                                "things",
                                reading.config(),
                                reading.first(Optional.empty()),
                                session,
                                TestTime.deadline(),
                                page -> pages.incrementAndGet() == 1 ? PageSink.Flow.STOP : PageSink.Flow.CONTINUE);

                assertThat(result).isInstanceOf(SliceResult.Deferred.class);
                assertThat(api.requests()).hasSize(1);
            }
        }
    }

    @Test
    void jsonThatBreaksOffIsTransient() {
        assertThat(Reading.failed(read(Answer.json("{\"data\":[{\"id\":1},")), ReadException.Kind.TRANSIENT)
                        .message())
                .contains("with a body that is not JSON at byte");
    }

    @Test
    void anApiThatNeverAnswersMeetsTheTimeOut() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestApi unused = TestApi.answering(request -> Answer.status(500))) {
            Reading reading = new Reading(unused, NO_RETRIES)
                    .with("url", "http://127.0.0.1:" + silent.getLocalPort())
                    .limits(ReadLimits.DEFAULT.withRequestTimeout(Duration.ofMillis(200)));

            assertThat(Reading.failed(reading.read(), ReadException.Kind.TRANSIENT)
                            .message())
                    .contains("did not answer (no complete answer within 200 ms)");
        }
    }

    @Test
    void anAddressWhereNothingListensIsTransient() throws IOException {
        int free;
        try (ServerSocket once = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            free = once.getLocalPort();
        }
        try (TestApi unused = TestApi.answering(request -> Answer.status(500))) {
            Reading reading = new Reading(unused, NO_RETRIES).with("url", "http://127.0.0.1:" + free);

            assertThat(Reading.failed(reading.read(), ReadException.Kind.TRANSIENT)
                            .message())
                    .contains("did not answer (ConnectException: 127.0.0.1:" + free + " refuses connections)");
        }
    }

    @Test
    void pagesAndRecordsHaveASize() {
        String large = "{\"data\":[{\"text\":\"" + "x".repeat(5000) + "\"}]}";
        try (TestApi api = TestApi.answering(request -> Answer.json(large))) {
            assertThat(Reading.failed(
                                    new Reading(api, NO_RETRIES)
                                            .limits(ReadLimits.DEFAULT.withMaxPageBytes(1000))
                                            .read(),
                                    ReadException.Kind.CONFIG)
                            .message())
                    .contains("answered more than 1000 bytes (limit: maxPageBytes)");
            Reading small = new Reading(api, NO_RETRIES).limits(ReadLimits.DEFAULT.withMaxRecordBytes(1000));
            assertThat(small.read()).isInstanceOf(SliceResult.Completed.class);
            assertThat(small.sink.records()).isEmpty();
            assertThat(small.sink.pages().getFirst().oversized())
                    .singleElement()
                    .satisfies(record -> assertThat(record.reason())
                            .startsWith("a record of 5011 bytes (expected: at most 1000, maxRecordBytes)"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\":[%s]}", "{\"more\":{\"a\":[]},\"data\":[%s],\"next\":1}"})
    void recordsBeyondALimitAreDeadLettersAndTheirNeighboursAreRead(String page) {
        String deep = "{\"id\":2,\"d\":" + "[".repeat(1_000) + "\"]}\"" + "]".repeat(1_000) + "}";
        String number = "{\"id\":3,\"n\":" + "1".repeat(1_001) + "}";
        String name = "{\"id\":4,\"" + "n".repeat(32_001) + "\":1}";
        String all = page.formatted(String.join(",\n", "{\"id\":1}", deep, number, name, "{\"id\":5}"));
        try (TestApi api = TestApi.answering(request -> Answer.json(all))) {
            Reading reading = new Reading(api, NO_RETRIES);
            assertThat(reading.read()).isEqualTo(new SliceResult.Completed(Optional.empty(), 1, 5));
            assertThat(reading.sink.records()).containsExactly("{\"id\":1}", "{\"id\":5}");
            assertThat(reading.sink.pages().getFirst().oversized())
                    .satisfiesExactly(
                            first -> {
                                assertThat(first.reason())
                                        .isEqualTo(
                                                "a record nested deeper than 200 levels; of it, the first 2017 bytes are kept");
                                assertThat(first.start())
                                        .asString(StandardCharsets.UTF_8)
                                        .isEqualTo(deep);
                            },
                            second -> assertThat(second.reason())
                                    .startsWith("a record with a number of more than 1000 digits; of it"),
                            third -> assertThat(third.reason())
                                    .startsWith("a record with a name of more than 32000 bytes; of it"));
        }
    }

    @Test
    void whatIsTooDeepBesideTheRecordsIsNamed() {
        String deep = "{\"more\":" + "[".repeat(1_000) + "]".repeat(1_000) + ",\"data\":[]}";
        assertThat(Reading.failed(read(Answer.json(deep)), ReadException.Kind.TRANSIENT)
                        .message())
                .contains("a body that is beyond a limit at byte 207: nested deeper than 200 levels");
    }

    @Test
    void recordThatIsTooDeepAndBrokenIsNotJson() {
        String broken = "{\"data\":[{\"id\":1,\"d\":" + "[".repeat(1_000) + "]}";
        assertThat(Reading.failed(read(Answer.json(broken)), ReadException.Kind.TRANSIENT)
                        .message())
                .contains("is not JSON at byte");
    }

    @Test
    void anEndlessRedirectIsStopped() {
        try (TestApi api = TestApi.answering(request -> Answer.status(302, "Location", "/again"))) {
            assertThat(Reading.failed(new Reading(api, NO_RETRIES).read(), ReadException.Kind.CONFIG)
                            .message())
                    .contains("redirects more than 5 times");
        }
    }

    @Test
    void recordsThatAreNoObjectsAreNamed() {
        assertThat(Reading.failed(read(Answer.json("{\"data\":[1,2]}")), ReadException.Kind.CONFIG)
                        .message())
                .isEqualTo(
                        "streams[0].retriever.record_selector: the path leads to a value that is not an object (expected records)");
    }

    @Test
    void otherSchemesAndMissingHostsAreRefused() {
        try (TestApi api = TestApi.answering(request -> Answer.status(500))) {
            assertThat(Reading.failed(
                                    new Reading(api, NO_RETRIES)
                                            .with("url", "file:///etc")
                                            .read(),
                                    ReadException.Kind.CONFIG)
                            .message())
                    .contains("address with scheme 'file'");
            assertThat(Reading.failed(
                                    new Reading(api, NO_RETRIES).with("url", "").read(), ReadException.Kind.CONFIG)
                            .message())
                    .contains("expected https://host/path");
        }
    }

    @Test
    void aMachinesOwnAddressIsRefusedAlsoBehindARedirect() {
        try (TestApi api =
                TestApi.answering(request -> Answer.status(302, "Location", "http://169.254.169.254/latest"))) {
            assertThat(Reading.failed(new Reading(api, NO_RETRIES).read(), ReadException.Kind.CONFIG)
                            .message())
                    .isEqualTo(
                            "GET http://169.254.169.254/latest is a link-local address (expected the address of an API)");
        }
    }

    @Test
    void anApiOnTheServicesOwnMachineIsRefusedUnlessAllowed() {
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[]}"))) {
            Reading reading = new Reading(api, NO_RETRIES).allowed(AllowedAddresses.NONE);

            assertThat(Reading.failed(reading.read(), ReadException.Kind.CONFIG).message())
                    .contains(api.url())
                    .contains("is a loopback address (expected the address of an API)");
            assertThat(api.requests()).isEmpty();
        }
    }

    @Test
    void bodiesMayBeCompressedOrInAnotherCharset() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("{\"data\":[{\"id\":\"é\"}]}".getBytes(StandardCharsets.UTF_8));
        }
        try (RawServer server = new RawServer("Content-Encoding: gzip", zipped.toByteArray());
                RawServer latin = new RawServer(
                        "Content-Type: application/json; charset=ISO-8859-1",
                        "{\"data\":[{\"id\":\"é\"}]}".getBytes(StandardCharsets.ISO_8859_1));
                TestApi unused = TestApi.answering(request -> Answer.status(500))) {
            for (RawServer each : new RawServer[] {server, latin}) {
                Reading reading = new Reading(unused, NO_RETRIES).with("url", each.url());

                assertThat(reading.read()).isEqualTo(new SliceResult.Completed(Optional.empty(), 1, 1));
                assertThat(reading.sink.records()).containsExactly("{\"id\":\"é\"}");
            }
        }
    }

    /** Answers one request with bytes as they are. */
    private static final class RawServer implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

        RawServer(String header, byte[] body) throws IOException {
            Thread unused = Thread.startVirtualThread(() -> answer(header, body));
            assertThat(unused.isVirtual()).isTrue();
        }

        private void answer(String header, byte[] body) {
            try (var connection = socket.accept()) {
                byte[] buffer = new byte[4096];
                assertThat(connection.getInputStream().read(buffer)).isPositive();
                String head = "HTTP/1.1 200 OK\r\n" + header + "\r\nContent-Length: " + body.length
                        + "\r\nConnection: close\r\n\r\n";
                connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                connection.getOutputStream().write(body);
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        }

        String url() {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
