package dev.ingest.scheduler.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import org.junit.jupiter.api.Test;

@SchedulerTest
class FeatureViewTest {
    private static final String SOURCE = """
            {"namespace": "events", "columns": [{"name": "user_id", "type": "string", "required": true, "personal": true},
              {"name": "amount", "type": "double"}]}""";
    private static final String VIEW = """
            {"source": "transactions", "entityKeys": ["user_id"]}""";
    private static final String PATH = "/api/v1/feature-views/spend/v1";

    private static Api tenantWithSource(String tenant) {
        Api.tenant(tenant);
        Api admin = Api.as("tenant-admin@" + tenant);
        assertThat(admin.put("/api/v1/sources/transactions", SOURCE).status()).isEqualTo(200);
        return admin;
    }

    @Test
    void viewKeepsTheSourcesColumnsUnderEntityKeysAndEventTime() {
        Api admin = tenantWithSource("fv-plain");

        Answer put = admin.put(PATH, VIEW);

        assertThat(put.status()).isEqualTo(200);
        assertThat(put.text("state")).isEqualTo("ACTIVE");
        assertThat(put.json().get("columns")).hasSize(3);
        assertThat(admin.get(PATH).text()).isEqualTo(put.text());
        assertThat(Api.as("service-gateway")
                        .get("/internal/v1/tenants/fv-plain/feature-views")
                        .json()
                        .get(0)
                        .toString())
                .isEqualTo(put.json().toString());
        Answer table = Api.as("service-writer").get("/internal/v1/tenants/fv-plain/tables/events/spend_v1");
        assertThat(table.json().get("key").toString()).isEqualTo("[\"user_id\",\"timestamp\"]");
        assertThat(table.text("merge")).isEqualTo("UPSERT");
        assertThat(table.text("cursor")).isEqualTo("timestamp");
    }

    @Test
    void declaredFeaturesGetTheKeysAndTheTimeBesides() {
        Api admin = tenantWithSource("fv-declared");

        Answer put = admin.put(
                PATH,
                VIEW.replace("}", ", \"columns\": [{\"name\": \"cents\", \"type\": \"long\"}], \"offline\": false}"));

        assertThat(put.json().get("columns").toString())
                .isEqualTo("[{\"name\":\"cents\",\"type\":\"long\",\"required\":false,\"personal\":false},"
                        + "{\"name\":\"user_id\",\"type\":\"string\",\"required\":true,\"personal\":true},"
                        + "{\"name\":\"timestamp\",\"type\":\"timestamptz\",\"required\":true,\"personal\":false}]");
        assertThat(put.json().has("table")).isFalse();
        assertThat(Api.as("service-writer")
                        .get("/internal/v1/tenants/fv-declared/tables/events/spend_v1")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void suspendedViewIsResumed() {
        Api admin = tenantWithSource("fv-state");
        admin.put(PATH, VIEW);

        assertThat(admin.put(PATH + "/state", "{\"state\": \"SUSPENDED\"}").text("state"))
                .isEqualTo("SUSPENDED");
        assertThat(admin.put(PATH, VIEW).text("state")).isEqualTo("SUSPENDED");
        assertThat(admin.put(PATH + "/state", "{\"state\": \"ACTIVE\"}").text("state"))
                .isEqualTo("ACTIVE");
    }

    @Test
    void droppedViewIsGoneAndItsVersionStaysTaken() {
        Api admin = tenantWithSource("fv-dropped");
        admin.put(PATH, VIEW);

        assertThat(admin.delete(PATH).status()).isEqualTo(204);

        assertThat(admin.get(PATH).status()).isEqualTo(404);
        assertThat(admin.get("/api/v1/feature-views").text()).isEqualTo("[]");
        assertThat(Api.as("service-gateway")
                        .get("/internal/v1/tenants/fv-dropped/feature-views")
                        .text())
                .isEqualTo("[]");
        assertThat(admin.put(PATH + "/state", "{\"state\": \"ACTIVE\"}").status())
                .isEqualTo(404);
        assertThat(admin.delete(PATH).status()).isEqualTo(404);
        Answer again = admin.put(PATH, VIEW);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.detail())
                .isEqualTo("feature view 'spend v1' was dropped (expected: a version that was never used)");
        assertThat(admin.put("/api/v1/feature-views/spend/v2", VIEW).status()).isEqualTo(200);
    }

    @Test
    void versionKeepsItsSourceKeysAndTable() {
        Api admin = tenantWithSource("fv-keeps");
        admin.put("/api/v1/sources/other", SOURCE);
        admin.put(PATH, VIEW);

        assertThat(admin.put(PATH, VIEW.replace("transactions", "other")).detail())
                .isEqualTo(
                        "source: 'other' (expected: 'transactions': a version of a view keeps it; make another version)");
        assertThat(admin.put(PATH, VIEW.replace("user_id", "amount")).detail())
                .isEqualTo(
                        "entityKeys: '[amount]' (expected: '[user_id]': a version of a view keeps it; make another version)");
        Answer moved = admin.put(PATH, VIEW.replace("}", ", \"table\": \"elsewhere\"}"));
        assertThat(moved.status()).isEqualTo(409);
        assertThat(moved.detail())
                .isEqualTo(
                        "table: 'events.elsewhere' (expected: 'events.spend_v1': a version of a view keeps it; make another version)");
    }

    @Test
    void whatIsWrongIsNamed() {
        Api admin = tenantWithSource("fv-wrong");

        Answer nowhere = admin.put(PATH, VIEW.replace("transactions", "nope"));
        assertThat(nowhere.status()).isEqualTo(404);
        assertThat(nowhere.detail()).isEqualTo("source 'nope' does not exist");
        assertThat(admin.put(PATH, VIEW.replace("[\"user_id\"]", "[]")).detail())
                .isEqualTo("entityKeys: none (expected: at least one column of the source)");
        assertThat(admin.put(PATH, VIEW.replace("user_id", "nope")).detail())
                .isEqualTo("entityKeys: 'nope' (expected: one of the columns user_id, amount, timestamp)");
        assertThat(admin.put(PATH, VIEW.replace("user_id", "timestamp")).detail())
                .isEqualTo("entityKeys: 'timestamp' is the event's time (expected: columns that name an entity)");
        assertThat(admin.put(PATH, VIEW.replace("}", ", \"online\": false, \"offline\": false}"))
                        .detail())
                .isEqualTo("online, offline: both false (expected: at least one of them)");
        assertThat(admin.put("/api/v1/feature-views/9/v1", VIEW).status()).isEqualTo(400);
        assertThat(admin.get(PATH).status()).isEqualTo(404);
    }

    @Test
    void transformationIsCheckedAndKept() {
        Api admin = tenantWithSource("fv-transform");
        String filter = "{\"type\": \"RecordFilter\", \"condition\": \"{{ record['amount'] > 1 }}\"}";

        Answer unknown = admin.put(
                PATH, VIEW.replace("}", ", \"transformation\": [%s, {\"type\": \"Nope\"}]}".formatted(filter)));
        Answer broken =
                admin.put(PATH, VIEW.replace("}", ", \"transformation\": [%s]}".formatted(filter.replace("> 1", ">"))));

        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.detail()).startsWith("transformation[1]");
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.detail()).startsWith("transformation[0].condition: template does not compile");
        Answer put = admin.put(PATH, VIEW.replace("}", ", \"transformation\": [%s]}".formatted(filter)));
        assertThat(put.json().at("/transformation/0/type").asText()).isEqualTo("RecordFilter");
    }

    @Test
    void columnThatAPolicyHidesInTheSourcesTableIsPersonalInTheView() {
        Api admin = tenantWithSource("fv-policy");
        admin.put("/api/v1/policies/events/transactions", "{\"columns\": {\"AMOUNT\": {\"analyst\": \"REDACT\"}}}");

        assertThat(admin.put(PATH, VIEW).json().get("columns").toString())
                .contains("{\"name\":\"amount\",\"type\":\"double\",\"required\":false,\"personal\":true}");
    }

    @Test
    void anotherTenantsViewDoesNotExist() {
        tenantWithSource("fv-one").put(PATH, VIEW);
        Api other = tenantWithSource("fv-two");

        assertThat(other.get(PATH).status()).isEqualTo(404);
        assertThat(other.put(PATH + "/state", "{\"state\": \"SUSPENDED\"}").status())
                .isEqualTo(404);
        assertThat(other.get("/api/v1/feature-views").text()).isEqualTo("[]");
    }
}
