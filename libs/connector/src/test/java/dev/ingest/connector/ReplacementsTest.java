package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.TestApi.Request;
import dev.ingest.connector.extension.Access;
import dev.ingest.connector.extension.CustomAuthenticator;
import dev.ingest.connector.extension.CustomBackoffStrategy;
import dev.ingest.connector.extension.CustomErrorHandler;
import dev.ingest.connector.extension.CustomPaginationStrategy;
import dev.ingest.connector.extension.CustomPartitionRouter;
import dev.ingest.connector.extension.CustomRequester;
import dev.ingest.connector.extension.CustomRetriever;
import dev.ingest.connector.extension.CustomStateMigration;
import dev.ingest.connector.extension.OutgoingRequest;
import dev.ingest.connector.extension.Reply;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Replacements that do what Python classes do for real APIs, one for each place of a retriever. */
class ReplacementsTest {
    private static Reading reading(TestApi api, Yaml manifest, Extensions.Factory factory) {
        return new Reading(api, Connector.load(manifest.text(), Extensions.of(Map.of("source_x.It", factory))));
    }

    private static String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Signs method, path and query, the time in the query included. */
    private record Signing() implements CustomAuthenticator {
        @Override
        public Map<String, String> parameters(OutgoingRequest request, Access access) {
            return Map.of("timestamp", Long.toString(access.now().getEpochSecond()));
        }

        @Override
        public Map<String, String> headers(OutgoingRequest request, Access access) {
            return Map.of(
                    "X-Signature",
                    hmac(request.method() + " " + request.address().getRawQuery()));
        }
    }

    @Test
    void anAuthenticatorSignsTheFinishedRequest() {
        Yaml manifest = Yaml.stream().requester("""
                request_parameters: { a: "1" }
                authenticator: { type: CustomAuthenticator, class_name: source_x.It }
                """);
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[{\"id\":1}]}"))) {
            assertThat(reading(api, manifest, fields -> new Signing()).read())
                    .isInstanceOf(SliceResult.Completed.class);

            String query = "a=1&timestamp=" + TestTime.START.getEpochSecond();
            assertThat(api.requests().getFirst().headers()).containsEntry("x-signature", hmac("GET " + query));
        }
    }

    /** A login of its own form, whose token is kept until the API refuses it. */
    private static CustomAuthenticator loggingIn(Value.Dict fields) {
        return (request, access) -> Map.of("X-Token", access.token("login", () -> {
            URI address = URI.create(Python.str(access.config().at("url").orElseThrow()) + "/login");
            Reply reply = access.send(new OutgoingRequest(
                    "POST", address, Map.of("Content-Type", "text/plain"), "me".getBytes(StandardCharsets.UTF_8)));
            String token = reply.header("X-New-Token").orElseThrow();
            return new Access.IssuedToken(token, access.now().plusSeconds(3600));
        }));
    }

    @Test
    void anAuthenticatorsTokenIsKeptAndRenewedOnceWhenItIsRefused() {
        AtomicInteger logins = new AtomicInteger();
        Yaml manifest = Yaml.stream()
                .requester("authenticator: { type: CustomAuthenticator, class_name: source_x.It }")
                .retriever("""
                        paginator:
                          type: DefaultPaginator
                          page_token_option: { type: RequestOption, inject_into: request_parameter, field_name: page }
                          pagination_strategy: { type: PageIncrement, page_size: 1 }
                        """);
        try (TestApi api = TestApi.answering(request -> {
            if (request.path().equals("/login")) {
                return new Answer(200, "{}", Map.of("X-New-Token", "token-" + logins.incrementAndGet()));
            }
            String page = request.query().getOrDefault("page", "0");
            boolean refused =
                    page.equals("1") && "token-1".equals(request.headers().get("x-token"));
            return refused
                    ? new Answer(401, "{\"message\":\"token-1 is over\"}", Map.of())
                    : Answer.json(page.equals("2") ? "{\"data\":[]}" : "{\"data\":[{\"id\":" + page + "}]}");
        })) {
            Reading reading = reading(api, manifest, ReplacementsTest::loggingIn);

            assertThat(reading.read()).isInstanceOf(SliceResult.Completed.class);
            assertThat(reading.sink.records()).containsExactly("{\"id\":0}", "{\"id\":1}");
            assertThat(logins).hasValue(2);
        }
    }

    @Test
    void whatAnAuthenticatorGivesIsMasked() {
        Yaml manifest = Yaml.stream().requester("""
                authenticator: { type: CustomAuthenticator, class_name: source_x.It }
                error_handler: { type: DefaultErrorHandler, max_retries: 0 }
                """);
        CustomAuthenticator plain = (request, access) -> Map.of("X-Key", "k3y-of-mine");
        try (TestApi api = TestApi.answering(
                request -> new Answer(403, "{\"message\":\"k3y-of-mine may not do that\"}", Map.of()))) {
            assertThat(Reading.failed(reading(api, manifest, fields -> plain).read(), ReadException.Kind.AUTH)
                            .message())
                    .contains("**** may not do that");
        }
    }

    @Test
    void aRouterMakesPartitions() {
        Yaml manifest = Yaml.stream()
                .requester("path: \"things/{{ stream_partition.region }}\"")
                .retriever("partition_router: { type: CustomPartitionRouter, class_name: source_x.It, regions: 3 }");
        Extensions.Factory factory = fields -> (CustomPartitionRouter) (access, visitor) -> {
            for (int i = 0; !Value.of(i).equals(fields.at("regions").orElseThrow()); i++) {
                visitor.accept(Value.dict(Map.of("region", Value.of("r" + i))));
            }
        };
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[{\"id\":1}]}"))) {
            assertThat(reading(api, manifest, factory).read()).isInstanceOf(SliceResult.Completed.class);
            assertThat(api.requests().stream().map(Request::path))
                    .containsExactly("/things/r0", "/things/r1", "/things/r2");
        }
    }

    /** Another method of HTTP, and a body of its own form. */
    @Test
    void aRequesterChangesMethodHeadersAndBody() {
        Yaml manifest = Yaml.stream().requester("""
                        authenticator: { type: BearerAuthenticator, api_token: t0ken }
                        request_headers: { X-Mine: "1" }
                        """).retriever("""
                        paginator:
                          type: DefaultPaginator
                          pagination_strategy: { type: CursorPagination, cursor_value: "{{ response.get('next') }}" }
                        """);
        CustomRequester searching = (request, asked, access) -> {
            assertThat(request.headers()).doesNotContainKey("Authorization");
            String body = "find after " + asked.token().map(Python::str).orElse("nothing");
            return new OutgoingRequest(
                    "SEARCH",
                    request.address().resolve("/elsewhere"),
                    request.headers(),
                    body.getBytes(StandardCharsets.UTF_8));
        };
        Yaml custom = manifest;
        String text =
                custom.text().replace("type: HttpRequester", "type: CustomRequester\n        class_name: source_x.It");
        try (TestApi api = TestApi.answering(request -> Answer.json(
                request.body().endsWith("nothing") ? "{\"next\":\"b\",\"data\":[{\"id\":1}]}" : "{\"data\":[]}"))) {
            Reading reading =
                    new Reading(api, Connector.load(text, Extensions.of(Map.of("source_x.It", fields -> searching))));

            assertThat(reading.read()).isInstanceOf(SliceResult.Completed.class);
            assertThat(api.requests().stream().map(each -> each.method() + " " + each.path() + " " + each.body()))
                    .containsExactly("SEARCH /elsewhere find after nothing", "SEARCH /elsewhere find after b");
            assertThat(api.requests().getLast().headers())
                    .containsEntry("authorization", "Bearer t0ken")
                    .containsEntry("x-mine", "1");
        }
    }

    @Test
    void aPaginationStrategyFindsTheNextPage() {
        Yaml manifest = Yaml.stream().retriever("""
                paginator:
                  type: DefaultPaginator
                  page_size_option: { type: RequestOption, inject_into: request_parameter, field_name: size }
                  page_token_option: { type: RequestOption, inject_into: request_parameter, field_name: range }
                  pagination_strategy: { type: CustomPaginationStrategy, class_name: source_x.It, page_size: 2 }
                """);
        CustomPaginationStrategy ranges = new CustomPaginationStrategy() {
            @Override
            public Optional<Value> first(Value.Dict config) {
                return Optional.of(Value.of("0-1"));
            }

            @Override
            public Optional<Value> next(SeenPage page, Value.Dict config) {
                int total = Integer.parseInt(page.reply().header("X-Total").orElseThrow());
                int last = Integer.parseInt(
                        Python.str(page.last().orElseThrow().at("id").orElseThrow()));
                assertThat(page.token()).isPresent();
                return last + 1 < total
                        ? Optional.of(Value.of((last + 1) + "-" + (last + page.records())))
                        : Optional.empty();
            }
        };
        try (TestApi api = TestApi.answering(request -> {
            int from =
                    Integer.parseInt(request.query().getOrDefault("range", "").split("-")[0]);
            String records = from < 2 ? "{\"id\":0},{\"id\":1}" : "{\"id\":2}";
            return new Answer(200, "{\"data\":[" + records + "]}", Map.of("X-Total", "3"));
        })) {
            Reading reading = reading(api, manifest, fields -> ranges);

            assertThat(reading.read()).isInstanceOf(SliceResult.Completed.class);
            assertThat(reading.sink.records()).containsExactly("{\"id\":0}", "{\"id\":1}", "{\"id\":2}");
            assertThat(api.requests().stream().map(Request::query))
                    .containsExactly(Map.of("size", "2", "range", "0-1"), Map.of("size", "2", "range", "2-3"));
        }
    }

    /** An export in parts, whose list comes first; two records a page. */
    private static CustomRetriever parts() {
        return (slice, token, access) -> {
            int part = token.map(value -> Integer.parseInt(Python.str(value))).orElse(1);
            String base = Python.str(access.config().at("url").orElseThrow());
            String region = Python.str(slice.at("region").orElseThrow());
            URI address = URI.create(base + "/" + region + "/part/" + part);
            Reply reply = access.send(new OutgoingRequest("GET", address, Map.of(), new byte[0]));
            List<Value.Dict> records = reply.body() instanceof Value.Items(var all)
                    ? all.stream().map(each -> (Value.Dict) each).toList()
                    : List.of();
            return new CustomRetriever.Retrieved(
                    records, part < 3 ? Optional.of(Value.of(part + 1)) : Optional.empty());
        };
    }

    @Test
    void aRetrieverBringsPagesAndGoesOnWhereItWasStopped() {
        String manifest = Yaml.stream().text().replaceFirst("(?s)    retriever:.*?spec:", """
                    transformations: [{ type: AddFields, fields: [{ path: [of], value: "{{ stream_partition.region }}" }] }]
                    retriever:
                      type: CustomRetriever
                      class_name: source_x.It
                      record_selector:
                        type: RecordSelector
                        extractor: { type: DpathExtractor, field_path: [] }
                        record_filter: { type: RecordFilter, condition: "{{ record.id != 2 }}" }
                      partition_router: { type: ListPartitionRouter, cursor_field: region, values: [a, b] }
                spec:""".indent(0)
                .stripTrailing());
        Connector connector = Connector.load(manifest, Extensions.of(Map.of("source_x.It", fields -> parts())));
        try (TestApi api = TestApi.answering(request -> {
            String part = request.path().substring(request.path().length() - 1);
            return Answer.json("[{\"id\":" + part + "},{\"id\":1" + part + "}]");
        })) {
            Reading reading = new Reading(api, connector);
            reading.sink = new Collected(2);
            SliceResult.Deferred first = (SliceResult.Deferred) reading.read();
            List<String> records = new java.util.ArrayList<>(reading.sink.records());
            reading.sink = new Collected();

            assertThat(reading.read(Slice.WHOLE.withCursor(first.cursor()))).isInstanceOf(SliceResult.Completed.class);
            records.addAll(reading.sink.records());
            assertThat(records)
                    .hasSize(10)
                    .doesNotHaveDuplicates()
                    .contains("{\"id\":1,\"of\":\"a\"}", "{\"id\":13,\"of\":\"b\"}");
            assertThat(api.requests()).hasSize(6);
        }
    }

    @Test
    void anApiThatFailsARetrieverForGoodIsNamed() {
        String manifest = Yaml.stream().text().replaceFirst("(?s)    retriever:.*?spec:", """
                    retriever:
                      type: CustomRetriever
                      class_name: source_x.It
                      partition_router: { type: ListPartitionRouter, cursor_field: region, values: [a] }
                spec:""".indent(0)
                .stripTrailing());
        Connector connector = Connector.load(manifest, Extensions.of(Map.of("source_x.It", fields -> parts())));
        try (TestApi api = TestApi.answering(request -> Answer.status(503))) {
            assertThat(Reading.failed(new Reading(api, connector).read(), ReadException.Kind.TRANSIENT)
                            .message())
                    .startsWith("request GET http://127.0.0.1:")
                    .endsWith("/a/part/1 answered 503 (4 tries)");
        }
    }

    @Test
    void anErrorHandlerSaysWhatAnAnswerMeansAndABackoffHowLongToWait() {
        AtomicInteger asked = new AtomicInteger();
        Yaml manifest = Yaml.stream().requester("""
                error_handler:
                  type: CompositeErrorHandler
                  error_handlers:
                    - type: CustomErrorHandler
                      class_name: source_x.It
                      max_retries: 3
                      backoff_strategies: [{ type: CustomBackoffStrategy, class_name: source_x.Wait }]
                """);
        CustomErrorHandler handler = (reply, config) ->
                reply.body() instanceof Value.Dict body && body.at("busy").isPresent()
                        ? Optional.of(new CustomErrorHandler.Meaning(CustomErrorHandler.Action.RETRY, Optional.empty()))
                        : Optional.empty();
        CustomBackoffStrategy wait = (reply, attempt) -> reply.flatMap(each -> each.header("X-Busy-For"))
                .map(Integer::parseInt)
                .map(Duration::ofSeconds);
        Extensions both = Extensions.of(Map.of("source_x.It", fields -> handler, "source_x.Wait", fields -> wait));
        try (TestApi api = TestApi.answering(request -> asked.getAndIncrement() == 0
                ? new Answer(200, "{\"busy\":true}", Map.of("X-Busy-For", "7"))
                : Answer.json("{\"data\":[{\"id\":1}]}"))) {
            Reading reading = new Reading(api, Connector.load(manifest.text(), both));

            assertThat(reading.read()).isInstanceOf(SliceResult.Completed.class);
            assertThat(reading.time.waits()).containsExactly(Duration.ofSeconds(8));
        }
    }

    @Test
    void anErrorHandlersMessageIsTheFailures() {
        Yaml manifest = Yaml.stream().requester("error_handler: { type: CustomErrorHandler, class_name: source_x.It }");
        CustomErrorHandler handler = (reply, config) -> Optional.of(
                new CustomErrorHandler.Meaning(CustomErrorHandler.Action.FAIL, Optional.of("buy the larger plan")));
        try (TestApi api = TestApi.answering(request -> Answer.json("{}"))) {
            assertThat(Reading.failed(reading(api, manifest, fields -> handler).read())
                            .message())
                    .contains("buy the larger plan");
        }
    }

    @Test
    void aStateOfAnotherFormIsMigrated() {
        Yaml manifest = Yaml.stream().stream("""
                incremental_sync:
                  type: DatetimeBasedCursor
                  cursor_field: at
                  datetime_format: "%Y-%m-%d"
                  start_datetime: "2026-01-01"
                  start_time_option: { type: RequestOption, inject_into: request_parameter, field_name: since }
                state_migrations: [{ type: CustomStateMigration, class_name: source_x.It }]
                """);
        CustomStateMigration migration = (state, config) ->
                state.at("last").map(last -> Value.dict(Map.of("at", last))).orElse(state);
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[{\"at\":\"2026-02-20\"}]}"))) {
            Reading reading = reading(api, manifest, fields -> migration);

            assertThat(reading.read(reading.first(Optional.of("{\"last\":\"2026-02-10\"}"))))
                    .isEqualTo(new SliceResult.Completed(Optional.of("{\"at\":\"2026-02-20\"}"), 1, 1));
            assertThat(api.requests().getFirst().query()).containsEntry("since", "2026-02-10");
        }
    }
}
