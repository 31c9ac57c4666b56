package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.consent.ConsentFlow;
import dev.ingest.connector.http.ReadException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConsentTest {
    private static final ConsentFlow.App APP =
            new ConsentFlow.App("app-1", "app-s3cret", "https://ingest.example/back?a=b");

    private static ConsentSteps consent(String input) {
        String manifest = Yaml.stream().text().replace("spec:\n  type: Spec\n", """
                spec:
                  type: Spec
                  advanced_auth:
                    auth_flow_type: oauth2.0
                    predicate_key: [credentials, kind]
                    predicate_value: oauth
                    oauth_config_specification:
                      oauth_user_input_from_connector_config_specification:
                        type: object
                        properties: { subdomain: { type: string, path_in_connector_config: [shop, name] } }
                      complete_oauth_output_specification:
                        type: object
                        properties:
                          access_token: { type: string, path_in_connector_config: [credentials, access_token] }
                          refresh_token: { type: string, path_in_connector_config: [credentials, refresh_token] }
                      complete_oauth_server_input_specification:
                        type: object
                        properties: { client_id: { type: string }, client_secret: { type: string } }
                      oauth_connector_input_specification:
                """ + input.indent(8));
        return Connector.load(manifest).consent().orElseThrow();
    }

    private static final String IN_THE_ADDRESS = """
            consent_url: "https://{{subdomain}}.example/auth?{{client_id_key}}={{client_id_value}}&{{redirect_uri_key}}={{ {{redirect_uri_value}} | urlEncoder }}&{{scope_key}}={{ {{scope_value}} | urlEncoder }}&{{state_key}}={{state_value}}&challenge={{ {{state_value}} | codeChallengeS256 }}"
            access_token_url: "%s/token?{{auth_code_key}}={{auth_code_value}}&verifier={{state_value}}"
            access_token_headers: { Authorization: "Basic {{ {{client_id_value}}:{{client_secret_value}} | base64Encoder }}" }
            extract_output: [data.access_token, data.refresh_token]
            client_id_key: app_id
            scopes: [{ scope: read }, { scope: write }]
            scopes_join_strategy: comma
            state: { min: 7, max: 12 }
            """;

    @Test
    void theConsentsAddressIsMadeOfItsTemplate() {
        ConsentFlow.Start start = consent(IN_THE_ADDRESS.formatted("https://x.example"))
                .start(APP, Map.of("shop", Map.of("name", "acme")), new Random(1));

        assertThat(start.state()).matches("[A-Za-z0-9]{12}");
        assertThat(start.url())
                .startsWith("https://acme.example/auth?app_id=app-1"
                        + "&redirect_uri=https%3A%2F%2Fingest.example%2Fback%3Fa%3Db&scope=read%2Cwrite&state="
                        + start.state() + "&challenge=")
                .matches(".*challenge=[A-Za-z0-9_-]{43}");
    }

    @Test
    void theCodeIsExchangedForWhatTheConfigurationNeeds() {
        try (TestApi api = TestApi.answering(request ->
                        Answer.json("{\"data\":{\"access_token\":\"a-t\",\"refresh_token\":\"refresh-1\"}}"));
                ConnectorSession session = new TestTime().session()) {
            Map<List<String>, String> values = consent(IN_THE_ADDRESS.formatted(api.url()))
                    .finish(
                            APP,
                            Map.of("shop", Map.of("name", "acme")),
                            "the-state",
                            "the-code",
                            session,
                            TestTime.deadline());

            assertThat(values)
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            List.of("credentials", "access_token"), "a-t",
                            List.of("credentials", "refresh_token"), "refresh-1"));
            assertThat(api.requests().getFirst().method()).isEqualTo("POST");
            assertThat(api.requests().getFirst().uri()).hasToString("/token?code=the-code&verifier=the-state");
            assertThat(api.requests().getFirst().headers())
                    .containsEntry("authorization", "Basic YXBwLTE6YXBwLXMzY3JldA==");
            assertThat(session.redact("refresh-1 the-code app-s3cret"))
                    .doesNotContain("refresh-1", "the-code", "app-s3cret");
        }
    }

    @Test
    void parametersGoAsJsonOrAsAForm() {
        String json = """
                consent_url: https://x.example
                access_token_url: "%s/token"
                access_token_params: { "{{ auth_code_key }}": "{{ auth_code_value }}", grant: code }
                auth_code_key: auth_code
                extract_output: [access_token]
                """;
        String form = json + "access_token_headers: { Content-Type: application/x-www-form-urlencoded }\n";
        Map<String, Object> config = Map.of("shop", Map.of("name", "acme"));
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"access_token\":\"a-t\"}"));
                ConnectorSession session = new TestTime().session()) {
            consent(json.formatted(api.url())).finish(APP, config, "s", "c d", session, TestTime.deadline());
            consent(form.formatted(api.url())).finish(APP, config, "s", "c d", session, TestTime.deadline());

            assertThat(api.requests().getFirst().body()).isEqualTo("{\"auth_code\":\"c d\",\"grant\":\"code\"}");
            assertThat(api.requests().getLast().body()).isEqualTo("auth_code=c+d&grant=code");
        }
    }

    @Test
    void whatIsMissingOrRefusedIsNamedWithoutSecrets() {
        ConsentSteps steps = consent(IN_THE_ADDRESS.formatted("https://x.example"));
        assertThatThrownBy(() -> steps.start(APP, Map.of(), new Random(1)))
                .hasMessage("config.shop.name: is missing (expected before a consent)");
        assertThatThrownBy(() -> consent("consent_url: '{{ nope }}'\naccess_token_url: x\n")
                        .start(APP, Map.of("shop", Map.of("name", "a")), new Random(1)))
                .hasMessageContaining("asks for 'nope'");
        try (TestApi api = TestApi.answering(request -> Answer.status(400));
                ConnectorSession session = new TestTime().session()) {
            assertThatThrownBy(() -> consent(IN_THE_ADDRESS.formatted(api.url()))
                            .finish(
                                    APP,
                                    Map.of("shop", Map.of("name", "acme")),
                                    "s",
                                    "the-code",
                                    session,
                                    TestTime.deadline()))
                    .isInstanceOf(ReadException.class)
                    .hasMessageNotContaining("the-code")
                    .hasMessageNotContaining("app-s3cret")
                    .extracting(failed -> ((ReadException) failed).kind())
                    .isEqualTo(ReadException.Kind.AUTH);
        }
    }

    @Test
    void anApiThatNeverAnswersIsGivenUpAtTheDeadlineAndNotAskedAgain() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ConnectorSession session = new TestTime().session()) {
            String url = "http://127.0.0.1:" + silent.getLocalPort();

            assertThatThrownBy(() -> consent(IN_THE_ADDRESS.formatted(url))
                            .finish(
                                    APP,
                                    Map.of("shop", Map.of("name", "acme")),
                                    "s",
                                    "the-code",
                                    session,
                                    session.now().plusMillis(300)))
                    .isInstanceOf(ReadException.class)
                    .hasMessageContaining("was not answered: grant access again")
                    .hasMessageNotContaining("the-code");
        }
    }

    @Test
    void theAppIsTakenFromTheConfigurationWhereTheManifestSays() {
        ConsentSteps steps = consent(IN_THE_ADDRESS.formatted("https://x.example"));

        assertThat(steps.app(Map.of("client_id", "app-1", "client_secret", "app-s3cret"), APP.redirectUri()))
                .contains(APP);
        assertThat(steps.app(Map.of("client_id", "app-1"), "/"))
                .hasValueSatisfying(open -> assertThat(open.clientSecret()).isEmpty());
        assertThat(steps.app(Map.of("client_id", ""), "/")).isEmpty();
        assertThat(steps.outputPaths())
                .containsExactly(List.of("credentials", "access_token"), List.of("credentials", "refresh_token"));
    }

    @Test
    void theDataOfAConsentIsThere() {
        assertThat(consent(IN_THE_ADDRESS.formatted("https://x.example")).data())
                .satisfies(data -> {
                    assertThat(data.predicateKey()).containsExactly("credentials", "kind");
                    assertThat(data.predicateValue()).contains("oauth");
                    assertThat(data.appInputs()).containsExactly("client_id", "client_secret");
                });
        assertThat(Connector.load(Yaml.stream().text()).consent()).isEmpty();
    }
}
