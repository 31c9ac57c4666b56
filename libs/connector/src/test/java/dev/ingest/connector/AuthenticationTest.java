package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.TestApi.Request;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
    private static final Answer ONE = Answer.json("{\"data\":[{\"id\":1}]}");
    private static final SliceResult READ = new SliceResult.Completed(Optional.empty(), 1, 1);
    private static final String SECRET_SPEC =
            "{ key: { type: string, airbyte_secret: true }, secret: { type: string, airbyte_secret: true } }";
    private static final String OAUTH = """
            authenticator:
              type: OAuthAuthenticator
              token_refresh_endpoint: "{{ config['url'] }}/token"
              grant_type: %s
              client_id: me
              client_secret: "{{ config['secret'] }}"
            """;

    private static Request only(TestApi api) {
        assertThat(api.requests()).hasSize(1);
        return api.requests().getFirst();
    }

    private static Request sent(String authenticator) {
        try (TestApi api = TestApi.answering(request -> ONE)) {
            Yaml manifest = Yaml.stream().requester("authenticator: " + authenticator);
            assertThat(new Reading(api, manifest)
                            .with("key", "k3y-value")
                            .with("mode", "b")
                            .read())
                    .isEqualTo(READ);
            return only(api);
        }
    }

    @Test
    void apiKeyGoesWhereItIsInjected() {
        String key = "{ type: ApiKeyAuthenticator, api_token: \"{{ config['key'] }}\", ";
        String option = "inject_into: { type: RequestOption, inject_into: %s, field_name: X-Key } }";

        assertThat(sent(key + option.formatted("header")).headers()).containsEntry("x-key", "k3y-value");
        assertThat(sent(key + option.formatted("request_parameter")).query()).containsEntry("X-Key", "k3y-value");
        assertThat(sent(key + option.formatted("body_json")).body()).isEqualTo("{\"X-Key\":\"k3y-value\"}");
        assertThat(sent(key + option.formatted("body_data")).body()).isEqualTo("X-Key=k3y-value");
        assertThat(sent(key + "header: X-Old }").headers()).containsEntry("x-old", "k3y-value");
    }

    @Test
    void bearerAndBasicUseTheAuthorizationHeader() {
        assertThat(sent("{ type: BearerAuthenticator, api_token: \"{{ config['key'] }}\" }")
                        .headers())
                .containsEntry("authorization", "Bearer k3y-value");
        assertThat(sent("{ type: BasicHttpAuthenticator, username: ada, password: \"{{ config['key'] }}\" }")
                        .headers())
                .containsEntry("authorization", "Basic YWRhOmszeS12YWx1ZQ==");
        assertThat(sent("{ type: NoAuth }").headers()).doesNotContainKey("authorization");
    }

    @Test
    void selectiveAuthenticatorFollowsTheConfig() {
        assertThat(
                        sent("{ type: SelectiveAuthenticator, authenticator_selection_path: [mode], authenticators: { a: { type: NoAuth }, b: { type: BearerAuthenticator, api_token: bbb } } }")
                                .headers())
                .containsEntry("authorization", "Bearer bbb");
    }

    @Test
    void selectionOfNothingNamesTheChoices() {
        try (TestApi api = TestApi.answering(request -> ONE)) {
            Yaml manifest = Yaml.stream()
                    .requester(
                            "authenticator: { type: SelectiveAuthenticator, authenticator_selection_path: [auth, kind], authenticators: { a: { type: NoAuth } } }");

            assertThat(Reading.failed(new Reading(api, manifest).read(), ReadException.Kind.CONFIG)
                            .message())
                    .isEqualTo("config.auth.kind selects no authenticator (expected one of [a])");
        }
    }

    @Test
    void clientCredentialsAreExchangedOncePerLifetime() {
        AtomicInteger tokens = new AtomicInteger();
        try (TestApi api = TestApi.answering(request -> request.path().equals("/token")
                        ? Answer.json(
                                "{\"access_token\":\"token-" + tokens.incrementAndGet() + "\",\"expires_in\":\"30\"}")
                        : ONE);
                ConnectorSession session = new TestTime().session()) {
            Reading reading = new Reading(api, Yaml.stream().requester(OAUTH.formatted("client_credentials")))
                    .with("secret", "s3cret-value");
            for (int i = 0; i < 3; i++) {
                assertThat(reading.connector()
                                .read(
                                        "things",
                                        reading.config(),
                                        reading.first(Optional.empty()),
                                        session,
                                        TestTime.deadline(),
                                        new Collected()))
                        .isEqualTo(READ);
            }

            assertThat(api.requests("/token")).hasSize(1);
            assertThat(api.requests("/token").getFirst().body())
                    .isEqualTo("grant_type=client_credentials&client_id=me&client_secret=s3cret-value");
            assertThat(api.requests("/things"))
                    .allSatisfy(
                            request -> assertThat(request.headers()).containsEntry("authorization", "Bearer token-1"));
        }
    }

    @Test
    void aTokenIsRenewedBeforeItExpires() {
        AtomicInteger tokens = new AtomicInteger();
        TestTime time = new TestTime();
        try (TestApi api = TestApi.answering(request -> request.path().equals("/token")
                        ? Answer.json("{\"access_token\":\"token-" + tokens.incrementAndGet() + "\",\"expires_in\":30}")
                        : ONE);
                ConnectorSession session = time.session()) {
            Reading reading = new Reading(api, Yaml.stream().requester(OAUTH.formatted("client_credentials")))
                    .with("secret", "s3cret-value");
            for (int seconds : new int[] {0, 26, 2}) {
                time.pass(java.time.Duration.ofSeconds(seconds));
                assertThat(reading.connector()
                                .read(
                                        "things",
                                        reading.config(),
                                        reading.first(Optional.empty()),
                                        session,
                                        TestTime.deadline(),
                                        new Collected()))
                        .isEqualTo(READ);
            }

            assertThat(api.requests("/things"))
                    .extracting(request -> request.headers().get("authorization"))
                    .containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2");
        }
    }

    @Test
    void manyReadersOfOneCredentialShareOneToken() throws Exception {
        AtomicInteger tokens = new AtomicInteger();
        try (TestApi api = TestApi.answering(request -> request.path().equals("/token")
                        ? Answer.json("{\"access_token\":\"token-" + tokens.incrementAndGet() + "\"}")
                        : ONE);
                ConnectorSession session = new TestTime().session();
                ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            Reading reading = new Reading(api, Yaml.stream().requester(OAUTH.formatted("client_credentials")))
                    .with("secret", "s3cret-value");
            List<Future<SliceResult>> results = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                results.add(readers.submit(() -> reading.connector()
                        .read("things", reading.config(), Slice.WHOLE, session, TestTime.deadline(), new Collected())));
            }
            for (Future<SliceResult> result : results) {
                assertThat(result.get()).isEqualTo(READ);
            }

            assertThat(tokens).hasValue(1);
        }
    }

    @Test
    void aRefusedTokenIsRenewedOnce() {
        AtomicInteger tokens = new AtomicInteger();
        try (TestApi api = TestApi.answering(request -> {
            if (request.path().equals("/token")) {
                return Answer.json("{\"access_token\":\"token-" + tokens.incrementAndGet() + "\"}");
            }
            return "Bearer token-2".equals(request.headers().get("authorization")) ? ONE : Answer.status(401);
        })) {
            assertThat(new Reading(api, Yaml.stream().requester(OAUTH.formatted("client_credentials")))
                            .with("secret", "s3cret-value")
                            .read())
                    .isEqualTo(READ);
            assertThat(tokens).hasValue(2);
        }
    }

    @Test
    void aTokenRefusedTwiceIsAnAuthenticationFailure() {
        try (TestApi api = TestApi.answering(request -> request.path().equals("/token")
                ? Answer.json("{\"access_token\":\"token-x\"}")
                : new Answer(401, "{\"message\":\"token-x is revoked\"}", Map.of()))) {
            Reading reading = new Reading(api, Yaml.stream().requester(OAUTH.formatted("client_credentials")))
                    .with("secret", "s3cret-value");

            assertThat(Reading.failed(reading.read(), ReadException.Kind.AUTH).message())
                    .isEqualTo(
                            "GET " + api.url()
                                    + "/things answered 401 after 2 tries: **** is revoked; the credential is refused: check or renew it");
            assertThat(api.requests("/token")).hasSize(2);
        }
    }

    @Test
    void refreshTokenGrantSendsTheRefreshToken() {
        try (TestApi api = TestApi.answering(request ->
                request.path().equals("/token") ? Answer.json("{\"token\":\"t\",\"ttl\":\"2026-03-02\"}") : ONE)) {
            Yaml manifest = Yaml.stream().requester(OAUTH.formatted("refresh_token") + """
                      refresh_token: "{{ config['key'] }}"
                      access_token_name: token
                      expires_in_name: ttl
                      token_expiry_date_format: "%Y-%m-%d"
                      scopes: [a, b]
                      refresh_request_body: { audience: "x y" }
                    """);

            assertThat(new Reading(api, manifest)
                            .with("secret", "s3cret-value")
                            .with("key", "r3fresh")
                            .read())
                    .isEqualTo(READ);
            assertThat(api.requests("/token").getFirst().body())
                    .isEqualTo(
                            "grant_type=refresh_token&client_id=me&client_secret=s3cret-value&refresh_token=r3fresh&scopes=a&scopes=b&audience=x+y");
        }
    }

    @Test
    void aTokenEndpointThatGivesNoTokenIsNamed() {
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"sorry\":1}"))) {
            Reading reading = new Reading(api, Yaml.stream().requester(OAUTH.formatted("client_credentials")))
                    .with("secret", "s3cret-value");

            assertThat(Reading.failed(reading.read(), ReadException.Kind.AUTH).message())
                    .isEqualTo(
                            "token request POST " + api.url()
                                    + "/token answered 200 without the field 'access_token' (expected a JSON object that holds it)");
        }
    }

    @Test
    void aLoginGivesATokenThatIsKeptUntilItIsRefused() {
        AtomicInteger logins = new AtomicInteger();
        try (TestApi api = TestApi.answering(request -> {
            if (request.path().equals("/login")) {
                return Answer.json("{\"session\":{\"id\":\"session-" + logins.incrementAndGet() + "\"}}");
            }
            return "session-2".equals(request.headers().get("x-session")) ? ONE : Answer.status(401);
        })) {
            Yaml manifest = Yaml.stream().requester("""
                            authenticator:
                              type: SessionTokenAuthenticator
                              session_token_path: [session, id]
                              expiration_duration: P14D
                              login_requester:
                                type: HttpRequester
                                url_base: "{{ config['url'] }}"
                                path: login
                                http_method: POST
                                request_body_json: { password: "{{ config['key'] }}" }
                              request_authentication:
                                type: ApiKey
                                inject_into: { type: RequestOption, inject_into: header, field_name: X-Session }
                            """);

            assertThat(new Reading(api, manifest).with("key", "p4ss").read()).isEqualTo(READ);
            assertThat(logins).hasValue(2);
            assertThat(api.requests("/login").getFirst().body()).isEqualTo("{\"password\":\"p4ss\"}");
        }
    }

    @Test
    void secretsNeverAppearInFailures() {
        try (TestApi api = TestApi.answering(
                request -> new Answer(400, "{\"error\":\"bad key k3y-value / s3cret+value%2F\"}", Map.of()))) {
            Yaml manifest = Yaml.stream()
                    .spec(SECRET_SPEC)
                    .requester(
                            "authenticator: { type: BearerAuthenticator, api_token: \"{{ config['key'] }}\" }\nrequest_parameters: { s: \"{{ config['secret'] }}\" }");

            String message = Reading.failed(
                            new Reading(api, manifest)
                                    .with("key", "k3y-value")
                                    .with("secret", "s3cret value/")
                                    .read(),
                            ReadException.Kind.CONFIG)
                    .message();

            assertThat(message)
                    .contains("answered 400: bad key **** / ****")
                    .doesNotContain("k3y-value")
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void redirectsCarryNoCredentialsToAnotherHost() {
        try (TestApi other = TestApi.answering(request -> ONE);
                TestApi api = TestApi.answering(request -> request.path().equals("/moved")
                        ? ONE
                        : Answer.status(
                                302,
                                "Location",
                                request.query().containsKey("far") ? other.url() + "/elsewhere" : "/moved"))) {
            Yaml near = Yaml.stream()
                    .requester(
                            "authenticator: { type: BearerAuthenticator, api_token: k3y-value }\nrequest_headers: { X-Mine: private }");
            Yaml far = Yaml.stream()
                    .requester(
                            "authenticator: { type: BearerAuthenticator, api_token: k3y-value }\nrequest_headers: { X-Mine: private }\nrequest_parameters: { far: 1 }");

            assertThat(new Reading(api, near).read()).isEqualTo(READ);
            assertThat(new Reading(api, far).read()).isEqualTo(READ);

            assertThat(api.requests("/moved").getFirst().headers())
                    .containsEntry("authorization", "Bearer k3y-value")
                    .containsEntry("x-mine", "private");
            assertThat(only(other).headers()).doesNotContainKeys("authorization", "x-mine");
        }
    }

    @Test
    void aNextPageOnAnotherPortIsRefusedBeforeAnythingIsSentThere() {
        try (TestApi other = TestApi.answering(request -> Answer.json("{\"data\":[{\"id\":2}]}"));
                TestApi api = TestApi.answering(
                        request -> Answer.json("{\"data\":[{\"id\":1}],\"next\":\"" + other.url() + "/p2\"}"))) {
            Yaml manifest = Yaml.stream()
                    .requester("authenticator: { type: BearerAuthenticator, api_token: k3y-value }")
                    .retriever(
                            "paginator: { type: DefaultPaginator, page_token_option: { type: RequestPath }, pagination_strategy: { type: CursorPagination, cursor_value: \"{{ response.get('next', '') }}\" } }");

            assertThat(Reading.failed(new Reading(api, manifest).read(), ReadException.Kind.CONFIG)
                            .message())
                    .contains("the next page lies on " + other.url() + " (expected " + api.url());
            assertThat(only(api).headers()).containsKey("authorization");
            assertThat(other.requests()).isEmpty();
        }
    }
}
