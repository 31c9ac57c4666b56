package dev.ingest.scheduler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import org.junit.jupiter.api.Test;

@SchedulerTest
class PolicyTest {
    private static final String PATH = "/api/v1/policies/query_log/queries";
    private static final String USERS =
            "{\"columns\": {\"user\": {\"analyst\": \"SHA256\", \"tenant-admin\": \"CLEAR\"}}}";

    @Test
    void policyIsServedToTheMaskingService() {
        Api.tenant("masker");
        Api admin = Api.as("tenant-admin@masker");

        assertThat(admin.put(PATH, USERS).status()).isEqualTo(200);

        Answer spec = Api.as("service-masking").get("/internal/v1/tenants/masker/policies/query_log/queries");
        assertThat(spec.json().get("columns").toString())
                .isEqualTo("{\"user\":{\"analyst\":\"SHA256\",\"tenant-admin\":\"CLEAR\"}}");
        assertThat(Api.as("tenant-viewer@masker").get(PATH).status()).isEqualTo(200);
    }

    @Test
    void tableWithoutAPolicyHasNone() {
        Api.tenant("bare");

        assertThat(Api.as("tenant-admin@bare").get(PATH).status()).isEqualTo(404);
        assertThat(Api.as("service-masking")
                        .get("/internal/v1/tenants/bare/policies/query_log/queries")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void columnThatNobodyDeclaredMayBeNamed() {
        Api.tenant("foreseer");

        Answer put = Api.as("tenant-admin@foreseer").put(PATH, USERS.replace("\"user\"", "\"email\""));

        assertThat(put.status()).isEqualTo(200);
        assertThat(put.json().get("columns").has("email")).isTrue();
    }

    @Test
    void unknownTableRoleAndMaskAreNamed() {
        Api.tenant("speller");
        Api admin = Api.as("tenant-admin@speller");

        Answer table = admin.put("/api/v1/policies/query_log/nope", USERS);
        assertThat(table.status()).isEqualTo(404);
        assertThat(table.detail()).isEqualTo("table 'query_log.nope' does not exist");
        Answer column = admin.put(PATH, USERS.replace("\"user\"", "\" \""));
        assertThat(column.status()).isEqualTo(400);
        assertThat(column.detail()).isEqualTo("columns: ' ' (expected: 1 to 255 characters)");
        assertThat(admin.put(PATH, USERS.replace("analyst", "boss")).detail())
                .isEqualTo(
                        "columns.user.boss: unknown role (expected: one of analyst, consumer, tenant-admin, tenant-viewer)");
        Answer mask = admin.put(PATH, USERS.replace("SHA256", "MD5"));
        assertThat(mask.status()).isEqualTo(400);
        assertThat(mask.detail()).contains("MD5");
    }
}
