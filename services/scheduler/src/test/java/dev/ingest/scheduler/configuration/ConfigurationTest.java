package dev.ingest.scheduler.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import org.junit.jupiter.api.Test;

@SchedulerTest
class ConfigurationTest {
    private final Api service = Api.as("service-writer");

    @Test
    void unchangedAnswerIsNotSentAgain() {
        Api.tenant("reader");
        String path = "/internal/v1/tenants/reader/tables";
        Answer first = service.get(path);

        Answer again = service.getUnless(path, first.etag().orElseThrow());

        assertThat(first.status()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        assertThat(again.etag()).isEqualTo(first.etag());
    }

    @Test
    void changedAnswerIsSentWithAnotherTag() {
        Api.tenant("changer");
        String path = "/internal/v1/tenants/changer/sources";
        Answer before = service.get(path);
        Api.as("tenant-admin@changer")
                .put(
                        "/api/v1/sources/a",
                        "{\"namespace\": \"n\", \"columns\": [{\"name\": \"x\", \"type\": \"long\"}]}");

        Answer after = service.getUnless(path, before.etag().orElseThrow());

        assertThat(after.status()).isEqualTo(200);
        assertThat(after.etag()).isNotEqualTo(before.etag());
    }

    @Test
    void queryLogTableHasTheColumnsThatTheGatewayWrites() {
        Api.tenant("logger");

        Answer table = service.get("/internal/v1/tenants/logger/tables/query_log/queries");

        assertThat(table.json().get("columns").findValuesAsText("name"))
                .containsExactly(
                        "query_id",
                        "timestamp",
                        "query",
                        "query_state",
                        "duration_ms",
                        "catalog",
                        "schema",
                        "query_type",
                        "server_version",
                        "user",
                        "user_agent",
                        "tags",
                        "failure_type",
                        "failure_code",
                        "failure_name",
                        "failure_message",
                        "failure_class",
                        "failures");
        assertThat(table.json().get("key").toString()).isEqualTo("[\"query_id\",\"timestamp\"]");
        assertThat(table.json().get("destination").toString())
                .matches(
                        "\\{\"name\":\"managed\",\"kind\":\"managed\",\"properties\":\\{},\"externalId\":\"[0-9a-f-]{36}\"}");
        assertThat(table.json().get("batch").asInt()).isPositive();
    }

    @Test
    void unknownThingsDoNotExist() {
        Api.tenant("searcher");

        assertThat(service.get("/internal/v1/tenants/nobody/tables").detail())
                .isEqualTo("tenant 'nobody' does not exist");
        for (String path : new String[] {"tables/a/b", "pipelines/a", "connectors/a/1", "policies/a/b"}) {
            assertThat(service.get("/internal/v1/tenants/searcher/" + path).status())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(service.get("/internal/v1/tokens/abc").status()).isEqualTo(404);
    }
}
