package dev.ingest.scheduler.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.platform.secret.SecretStore;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SchedulerTest
class CredentialTest {
    @Inject
    SecretStore secrets;

    @Test
    void valuesGoToTheSecretStoreAndNeverComeBack() {
        Api.tenant("keeper");
        Api admin = Api.as("tenant-admin@keeper");

        Answer put = admin.put("/api/v1/credentials/shop", "{\"values\": {\"secret\": \"s3cr3t\", \"id\": \"me\"}}");

        assertThat(put.status()).isEqualTo(200);
        assertThat(put.json().get("keys").toString()).isEqualTo("[\"id\",\"secret\"]");
        assertThat(put.text() + admin.get("/api/v1/credentials").text()).doesNotContain("s3cr3t");
        assertThat(secrets.read("keeper", "shop").orElseThrow().values())
                .isEqualTo(Map.of("secret", "s3cr3t", "id", "me"));
    }

    @Test
    void changedValuesLeaveTheOthersAsTheyAre() {
        Api.tenant("k-patient");
        Api admin = Api.as("tenant-admin@k-patient");
        admin.put("/api/v1/credentials/shop", "{\"values\": {\"secret\": \"s3cr3t\", \"id\": \"me\"}}");

        Answer patched = admin.patch("/api/v1/credentials/shop", "{\"values\": {\"id\": \"you\", \"more\": \"m\"}}");

        assertThat(patched.json().get("keys").toString()).isEqualTo("[\"id\",\"more\",\"secret\"]");
        assertThat(secrets.read("k-patient", "shop").orElseThrow().values())
                .isEqualTo(Map.of("secret", "s3cr3t", "id", "you", "more", "m"));
        assertThat(admin.patch("/api/v1/credentials/none", "{\"values\": {\"a\": \"b\"}}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void deletedCredentialIsGoneFromBoth() {
        Api.tenant("forgetful");
        Api admin = Api.as("tenant-admin@forgetful");
        admin.put("/api/v1/credentials/shop", "{\"values\": {\"a\": \"b\"}}");

        assertThat(admin.delete("/api/v1/credentials/shop").status()).isEqualTo(204);

        assertThat(admin.get("/api/v1/credentials").text()).isEqualTo("[]");
        assertThat(secrets.read("forgetful", "shop")).isEmpty();
        assertThat(admin.delete("/api/v1/credentials/shop").status()).isEqualTo(404);
    }

    @Test
    void credentialInUseStays() {
        Api.tenant("user");
        Api admin = Api.as("tenant-admin@user");
        admin.put("/api/v1/credentials/lake", "{\"values\": {\"jdbc.user\": \"x\"}}");
        admin.put("/api/v1/destinations/own", """
                {"kind": "jdbc", "properties": {"uri": "jdbc:postgresql://h/d", "catalog": "c", "warehouse": "s3://b/"},
                 "credential": "lake"}""");

        Answer answer = admin.delete("/api/v1/credentials/lake");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.detail()).isEqualTo("credential 'lake' is used by destination own");
        assertThat(secrets.read("user", "lake")).isPresent();
    }

    @Test
    void credentialThatSignsWebhooksStays() {
        Api.tenant("signer");
        Api admin = Api.as("tenant-admin@signer");
        admin.put("/api/v1/credentials/hook", "{\"values\": {\"secret\": \"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"}}");
        Answer told = admin.put("/api/v1/notifications/ops", """
                {"kind": "WEBHOOK", "url": "https://example.com/", "credential": "hook", "events": ["run.failed"]}""");
        assertThat(told.status()).as(told.text()).isEqualTo(200);

        Answer answer = admin.delete("/api/v1/credentials/hook");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.detail()).isEqualTo("credential 'hook' is used by notification ops");
        assertThat(secrets.read("signer", "hook")).isPresent();
    }

    @Test
    void anotherTenantsCredentialDoesNotExist() {
        Api.tenant("owner");
        Api.tenant("stranger");
        Api.as("tenant-admin@owner").put("/api/v1/credentials/shop", "{\"values\": {\"a\": \"b\"}}");

        assertThat(Api.as("tenant-admin@stranger")
                        .delete("/api/v1/credentials/shop")
                        .status())
                .isEqualTo(404);
        assertThat(secrets.read("owner", "shop")).isPresent();
    }

    @Test
    void secretsOfATenantThatDoesNotExistAreNotWritten() {
        Answer answer = Api.as("tenant-admin@ghost").put("/api/v1/credentials/a", "{\"values\": {\"a\": \"b\"}}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(secrets.read("ghost", "a")).isEmpty();
    }

    @Test
    void emptyValuesAreRefused() {
        Answer answer = Api.as("tenant-admin@ghost").put("/api/v1/credentials/a", "{\"values\": {}}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).isEqualTo("values: none (expected: at least one)");
    }
}
