package dev.ingest.executor.trial;

import static dev.ingest.executor.stack.AuthorizationServer.APP;
import static dev.ingest.executor.stack.AuthorizationServer.APP_SECRET;
import static dev.ingest.executor.stack.AuthorizationServer.REFRESH_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.trial.ConsentExchange;
import dev.ingest.executor.stack.AuthorizationServer;
import dev.ingest.executor.stack.Executor;
import dev.ingest.executor.stack.ExecutorTest;
import dev.ingest.platform.secret.Secret;
import dev.ingest.platform.secret.SecretStore;
import dev.ingest.testkit.LocalStack;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The code of a consent, exchanged at an OAuth server. */
@ExecutorTest
class ConsentTest {
    private static final String BACK = "https://ingest.example/consent";
    private static final String STATE = "a-state-that-is-long-enough-to-be-a-verifier";

    private final LocalStack stack = LocalStack.shared();

    @Inject
    Executor executor;

    @Inject
    SecretStore secrets;

    @Inject
    ObjectMapper json;

    private AuthorizationServer api;

    @BeforeEach
    void api() throws IOException {
        api = new AuthorizationServer();
    }

    @AfterEach
    void end() {
        api.close();
    }

    private String tenant(String name) {
        executor.allow(name, api.url());
        executor.connector(name, "crm", api.manifest());
        return name;
    }

    private ConsentExchange exchange(String tenant, Map<String, Object> config, String code) {
        return new ConsentExchange(tenant, "crm", 1, config, "crm", Optional.of("app.crm"), BACK, STATE, code);
    }

    private JsonNode exchanged(ConsentExchange request) throws IOException {
        HttpResponse<String> answer = executor.post(
                "/internal/v1/connectors/consent", stack.token("service-scheduler"), json.writeValueAsString(request));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain(REFRESH_TOKEN, APP_SECRET, request.code(), STATE);
        return json.readTree(answer.body());
    }

    private Map<String, String> stored(String tenant) {
        return secrets.read(tenant, "crm").map(Secret::values).orElse(Map.of());
    }

    @Test
    void tokensGoStraightIntoTheCredentialBesideWhatItHad() throws IOException {
        String tenant = tenant("consent-own");
        secrets.write(tenant, "crm", Map.of("client_secret", APP_SECRET, "other", "kept"));

        JsonNode answer = exchanged(exchange(tenant, Map.of("client_id", APP), api.granted(BACK, STATE)));

        assertThat(answer.get("keys").toString()).isEqualTo("[\"client_secret\",\"other\",\"refresh_token\"]");
        assertThat(answer.has("problem")).isFalse();
        assertThat(stored(tenant))
                .isEqualTo(Map.of("client_secret", APP_SECRET, "other", "kept", "refresh_token", REFRESH_TOKEN));
    }

    @Test
    void lentAppIsUsedWhereThereIsNoOwnAndBecomesPartOfTheCredential() throws IOException {
        String tenant = tenant("consent-lent");
        secrets.write(tenant, "app.crm", Map.of("client_id", APP, "client_secret", APP_SECRET));

        exchanged(exchange(tenant, Map.of(), api.granted(BACK, STATE)));

        assertThat(stored(tenant))
                .isEqualTo(Map.of("client_id", APP, "client_secret", APP_SECRET, "refresh_token", REFRESH_TOKEN));
    }

    @Test
    void codeThatTheServerRefusesIsAProblemThatHoldsNoSecretAndChangesNothing() throws IOException {
        String tenant = tenant("consent-refused");
        secrets.write(tenant, "crm", Map.of("client_id", APP, "client_secret", APP_SECRET));

        JsonNode another = exchanged(exchange(tenant, Map.of(), api.granted("https://evil.example/", STATE)));
        JsonNode verifier = exchanged(exchange(tenant, Map.of(), api.granted(BACK, "another-verifier")));

        assertThat(another.at("/problem/kind").asText()).isEqualTo("AUTH");
        assertThat(another.at("/problem/message").asText()).contains("400", "invalid_grant");
        assertThat(verifier.at("/problem/kind").asText()).isEqualTo("AUTH");
        assertThat(stored(tenant)).doesNotContainKey("refresh_token");
    }

    @Test
    void codeIsSentOnceHoweverTheServerFails() throws IOException {
        String tenant = tenant("consent-silent");
        secrets.write(tenant, "crm", Map.of("client_id", APP, "client_secret", APP_SECRET));
        String code = api.granted(BACK, STATE);
        api.fallSilent();

        JsonNode answer = exchanged(exchange(tenant, Map.of(), code));

        assertThat(answer.at("/problem/kind").asText()).isEqualTo("TRANSIENT");
        assertThat(answer.at("/problem/message").asText()).contains("grant access again");
        assertThat(api.exchanges()).isEqualTo(1);
    }

    @Test
    void exchangeReachesNoAddressThatTheTenantMayNotReach() throws IOException {
        executor.connector("consent-inside", "crm", api.manifest());
        executor.allow("consent-inside");
        secrets.write("consent-inside", "crm", Map.of("client_id", APP, "client_secret", APP_SECRET));

        JsonNode answer = exchanged(exchange("consent-inside", Map.of(), api.granted(BACK, STATE)));

        assertThat(answer.at("/problem/kind").asText()).isEqualTo("CONFIG");
        assertThat(answer.at("/problem/message").asText()).contains("loopback");
        assertThat(api.exchanges()).isZero();
    }

    @Test
    void withoutAnAppTheProblemNamesWhereItBelongs() throws IOException {
        JsonNode answer = exchanged(exchange(tenant("consent-none"), Map.of(), "c0de"));

        assertThat(answer.at("/problem/message").asText())
                .isEqualTo("config.client_id: is missing (expected: the id of the OAuth app)");
    }
}
