package dev.ingest.readers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.readers.Rest.Answer;
import dev.ingest.testkit.LocalStack;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A service that is told to trust a realm of Keycloak takes that realm's tokens, and no others. */
@Tag("all")
@Tag("keycloak")
@TestInstance(Lifecycle.PER_CLASS)
class KeycloakTokensTest {
    @AutoClose
    private final Keycloak keycloak;

    @AutoClose
    private final SchedulerProcess scheduler;

    KeycloakTokensTest() {
        keycloak = Keycloak.start();
        scheduler = SchedulerProcess.start(LocalStack.shared(), keycloak.issuer());
    }

    @Test
    void tokensOfTheRealmAreAcceptedWithTheirRolesAndTenant() {
        String operator = realmToken(Keycloak.OPERATOR, keycloak.tokenSecret());
        Answer created = Rest.call("POST", scheduler.url() + "/api/v1/tenants", operator, "application/json", """
                {"id": "demo", "name": "Demo"}""");
        assertThat(created.status()).as(created.text()).isEqualTo(201);

        String admin = realmToken(Keycloak.TENANT_ADMIN, keycloak.tokenSecret());
        assertThat(pipelines(admin).expect(200).json()).isEmpty();
        assertThat(Rest.call("GET", scheduler.url() + "/api/v1/tenants", admin, "application/json", "")
                        .status())
                .as("an operator's call by a tenant's administrator")
                .isEqualTo(403);
    }

    @Test
    void wrongSecretGetsNoToken() {
        Answer answer = keycloak.tokenRequest(Keycloak.TENANT_ADMIN, "wrong");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().has("access_token")).isFalse();
    }

    @Test
    void tokenOfTheRealmForSomeoneElseIsRefused() {
        assertThat(pipelines(realmToken(Keycloak.READER, keycloak.readerSecret()))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void tokenOfAnotherRealmIsRefused() {
        assertThat(pipelines(keycloak.adminToken()).status()).isEqualTo(401);
    }

    @Test
    void tokenThatWasChangedIsRefused() {
        String token = realmToken(Keycloak.TENANT_ADMIN, keycloak.tokenSecret());
        int signature = token.lastIndexOf('.') + 1;
        char first = token.charAt(signature);
        String changed = token.substring(0, signature) + (first == 'A' ? 'B' : 'A') + token.substring(signature + 1);
        assertThat(pipelines(changed).status()).isEqualTo(401);
    }

    @Test
    void noTokenIsRefused() {
        assertThat(pipelines("").status()).isEqualTo(401);
    }

    private String realmToken(String client, String secret) {
        return keycloak.tokenRequest(client, secret)
                .expect(200)
                .json()
                .path("access_token")
                .asText();
    }

    private Answer pipelines(String token) {
        return Rest.call("GET", scheduler.url() + "/api/v1/pipelines", token, "application/json", "");
    }
}
