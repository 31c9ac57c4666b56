package dev.ingest.scheduler.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import org.junit.jupiter.api.Test;

@SchedulerTest
class TenantTest {
    private final Api operator = Api.as("operator");

    @Test
    void newTenantHasItsDestinationAndItsQueryLog() {
        Answer created = operator.post("/api/v1/tenants", "{\"id\": \"fresh\", \"name\": \"Fresh Ltd\"}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("id")).isEqualTo("fresh");
        assertThat(created.text("name")).isEqualTo("Fresh Ltd");
        assertThat(created.text("createdAt")).endsWith("Z");

        Api viewer = Api.as("tenant-viewer@fresh");
        assertThat(viewer.get("/api/v1/destinations/managed").text("kind")).isEqualTo("managed");
        assertThat(viewer.get("/api/v1/tables").json().get(0).toString())
                .isEqualTo("{\"namespace\":\"query_log\",\"table\":\"queries\",\"rejected\":0}");
        assertThat(operator.get("/api/v1/tenants").json().findValuesAsText("id"))
                .contains("fresh");
    }

    @Test
    void secondTenantOfTheSameIdIsAConflict() {
        Api.tenant("twice");

        Answer again = operator.post("/api/v1/tenants", "{\"id\": \"twice\", \"name\": \"Other\"}");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.detail()).isEqualTo("tenant 'twice' exists");
    }

    @Test
    void badIdSaysWhatIsAllowed() {
        Answer answer = operator.post("/api/v1/tenants", "{\"id\": \"*\", \"name\": \"Everyone\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail())
                .isEqualTo(
                        "tenant: '*' (expected: at most 63 lower-case letters, digits and '-', starting with a letter)");
    }

    @Test
    void missingFieldIsNamed() {
        Answer answer = operator.post("/api/v1/tenants", "{\"id\": \"nameless\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).isEqualTo("name: missing (expected: a value)");
    }

    @Test
    void malformedJsonIsABadRequest() {
        Answer answer = operator.post("/api/v1/tenants", "{\"id\": ");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("INVALID_ARGUMENT");
    }
}
