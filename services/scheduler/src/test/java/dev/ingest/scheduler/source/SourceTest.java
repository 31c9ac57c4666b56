package dev.ingest.scheduler.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@SchedulerTest
class SourceTest {
    private static final String CLICKS = """
            {"namespace": "events", "columns": [{"name": "user_id", "type": "string", "required": true, "personal": true},
              {"name": "price", "type": "decimal(38,2)"}], "key": ["user_id"]}""";

    @Test
    void sourceAndItsTableAreServed() {
        Api.tenant("pusher");
        Api admin = Api.as("tenant-admin@pusher");

        Answer put = admin.put("/api/v1/sources/CLICKS", CLICKS);

        assertThat(put.status()).isEqualTo(200);
        assertThat(put.text("table")).isEqualTo("clicks");
        assertThat(put.text("eventTime")).isEqualTo("timestamp");
        assertThat(put.text("destination")).isEqualTo("managed");
        assertThat(admin.get("/api/v1/sources/CLICKS").text()).isEqualTo(put.text());
        Answer sources = Api.as("service-gateway").get("/internal/v1/tenants/pusher/sources");
        assertThat(sources.json().get(0).get("table").toString())
                .isEqualTo("{\"namespace\":\"events\",\"name\":\"clicks\"}");
        Answer table = Api.as("service-writer").get("/internal/v1/tenants/pusher/tables/events/clicks");
        assertThat(table.text("merge")).isEqualTo("UPSERT");
        assertThat(table.text("cursor")).isEqualTo("timestamp");
        assertThat(table.json().get("columns").toString())
                .isEqualTo("[{\"name\":\"user_id\",\"type\":\"string\",\"required\":true,\"personal\":true},"
                        + "{\"name\":\"price\",\"type\":\"decimal(38,2)\",\"required\":false,\"personal\":false},"
                        + "{\"name\":\"timestamp\",\"type\":\"timestamptz\",\"required\":true,\"personal\":false}]");
    }

    /** A row without its key is none: the gateway has to know. */
    @Test
    void keyColumnsAreRequiredWhateverIsDeclared() {
        Api.tenant("keyed");
        Api.as("tenant-admin@keyed").put("/api/v1/sources/clicks", CLICKS.replace("[\"user_id\"]", "[\"price\"]"));
        assertThat(Api.as("service-gateway")
                        .get("/internal/v1/tenants/keyed/sources")
                        .json()
                        .at("/0/columns/1/required")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void freshnessIsServedToTheGatewayUntilItIsTakenBack() {
        Api.tenant("patient");
        Api admin = Api.as("tenant-admin@patient");
        Api gateway = Api.as("service-gateway");
        String patient = CLICKS.replace("\"namespace\"", "\"freshnessSeconds\": 60, \"namespace\"");

        assertThat(admin.put("/api/v1/sources/clicks", patient)
                        .json()
                        .get("freshnessSeconds")
                        .asInt())
                .isEqualTo(60);
        assertThat(gateway.get("/internal/v1/tenants/patient/sources")
                        .json()
                        .at("/0/freshnessSeconds")
                        .asInt())
                .isEqualTo(60);
        assertThat(admin.put("/api/v1/sources/clicks", CLICKS).json().has("freshnessSeconds"))
                .isFalse();
        assertThat(gateway.get("/internal/v1/tenants/patient/sources")
                        .json()
                        .get(0)
                        .hasNonNull("freshnessSeconds"))
                .isFalse();
        for (String wrong : List.of("0", "-1", "86401")) {
            assertThat(admin.put("/api/v1/sources/clicks", patient.replace(": 60", ": " + wrong))
                            .detail())
                    .isEqualTo("freshnessSeconds: %s (expected: 1 to 86400, or none)".formatted(wrong));
        }
    }

    @Test
    void layoutOfTheTableIsServedToTheWriterAndMayChange() {
        Api.tenant("arranger");
        Api admin = Api.as("tenant-admin@arranger");
        Api writer = Api.as("service-writer");
        String path = "/internal/v1/tenants/arranger/tables/events/clicks";
        String arranged = CLICKS.replace(
                "\"namespace\"",
                "\"partition\": [\"day(timestamp)\", \"bucket(16, user_id)\"], \"sort\": [\"price desc\"], \"namespace\"");

        Answer put = admin.put("/api/v1/sources/clicks", arranged);
        assertThat(put.json().get("partition").toString()).isEqualTo("[\"day(timestamp)\",\"bucket(16, user_id)\"]");
        assertThat(admin.get("/api/v1/sources/clicks").text()).isEqualTo(put.text());
        assertThat(writer.get(path).json().get("partition").toString())
                .isEqualTo("[\"day(timestamp)\",\"bucket(16, user_id)\"]");
        assertThat(writer.get(path).json().get("sort").toString()).isEqualTo("[\"price desc\"]");

        admin.put("/api/v1/sources/clicks", arranged.replaceFirst("\\[\"day.*?]", "[]"));
        assertThat(writer.get(path).json().get("partition").toString()).isEqualTo("[]");
        admin.put("/api/v1/sources/clicks", CLICKS);
        assertThat(writer.get(path).json().hasNonNull("partition")).isFalse();
        assertThat(writer.get(path).json().hasNonNull("sort")).isFalse();
        assertThat(admin.put("/api/v1/sources/clicks", arranged.replace("day(timestamp)", "day(user_id)"))
                        .detail())
                .isEqualTo(
                        "table events.clicks: partition field day(user_id) of a column of type string (expected: date, timestamp, timestamptz)");
        assertThat(admin.put("/api/v1/sources/clicks", arranged.replace("price desc", "nothing desc"))
                        .detail())
                .isEqualTo("sort: 'nothing' (expected: one of the columns user_id, price, timestamp)");
    }

    @Test
    void columnsMayBeAddedButNotChanged() {
        Api.tenant("evolver");
        Api admin = Api.as("tenant-admin@evolver");
        admin.put("/api/v1/sources/clicks", CLICKS);

        Answer added = admin.put(
                "/api/v1/sources/clicks",
                CLICKS.replace("\"columns\": [", "\"columns\": [{\"name\": \"more\", \"type\": \"json\"}, "));
        Answer changed = admin.put("/api/v1/sources/clicks", CLICKS.replace("decimal(38,2)", "double"));

        assertThat(added.status()).isEqualTo(200);
        assertThat(changed.status()).isEqualTo(409);
        assertThat(changed.detail())
                .isEqualTo("table events.clicks: column 'price': is decimal(38,2), cannot become double");
    }

    @Test
    void columnsMayBecomeWiderAndBeNested() {
        Api.tenant("widener");
        Api admin = Api.as("tenant-admin@widener");
        String narrow = CLICKS.replace("decimal(38,2)", "struct<amount: decimal(10,2), counts: list<int>>");
        assertThat(admin.put("/api/v1/sources/clicks", narrow).status()).isEqualTo(200);

        Answer wider = admin.put(
                "/api/v1/sources/clicks",
                narrow.replace("decimal(10,2)", "decimal(12,2)")
                        .replace("list<int>", "list<long>, more: map<string, uuid>"));
        assertThat(wider.json().at("/columns/1/type").asText())
                .isEqualTo("struct<amount: decimal(12,2), counts: list<long>, more: map<string, uuid>>");
        assertThat(admin.put("/api/v1/sources/clicks", narrow).status()).isEqualTo(409);
        assertThat(admin.put("/api/v1/sources/more", CLICKS.replace("\"string\"", "\"list<string>\""))
                        .detail())
                .isEqualTo(
                        "table events.more: column 'user_id' is list<string> (expected: a key or cursor whose values have an order)");
        assertThat(admin.put("/api/v1/sources/more", CLICKS.replace("decimal(38,2)", "map<int, string>"))
                        .detail())
                .isEqualTo("columns[1].type: 'map<int, string>' (expected: maps with string keys)");
    }

    @Test
    void columnThatWasRemovedComesBackWithItsTypeOnly() {
        Api.tenant("returner");
        Api admin = Api.as("tenant-admin@returner");
        String without = CLICKS.replaceFirst(",\\s+\\{\"name\": \"price\"[^}]*}", "");
        // stays in mind for longer than one change
        for (String body : List.of(CLICKS, without, without)) {
            assertThat(admin.put("/api/v1/sources/clicks", body).status()).isEqualTo(200);
        }
        assertThat(admin.get("/api/v1/sources/clicks").json().get("columns")).hasSize(2);

        Answer changed = admin.put("/api/v1/sources/clicks", CLICKS.replace("decimal(38,2)", "double"));
        Answer same = admin.put("/api/v1/sources/clicks", CLICKS);

        assertThat(changed.status()).isEqualTo(409);
        assertThat(changed.detail())
                .isEqualTo("table events.clicks: column 'price': is decimal(38,2), cannot become double");
        assertThat(same.status()).isEqualTo(200);
    }

    @Test
    void tableKeepsItsKeyAndMerge() {
        Api.tenant("s-shape");
        Api admin = Api.as("tenant-admin@s-shape");
        admin.put("/api/v1/sources/clicks", CLICKS);

        Answer key = admin.put("/api/v1/sources/clicks", CLICKS.replace("[\"user_id\"]", "[\"price\"]"));
        Answer merge = admin.put("/api/v1/sources/clicks", CLICKS.replace("[\"user_id\"]", "[]"));

        assertThat(key.status()).isEqualTo(409);
        assertThat(key.detail()).isEqualTo("table events.clicks: key: is [user_id], cannot become [price]");
        assertThat(merge.status()).isEqualTo(409);
        assertThat(merge.detail()).isEqualTo("table events.clicks: merge: is UPSERT, cannot become APPEND");
    }

    @Test
    void tableOfAnotherWriterIsAConflict() {
        Api.tenant("claimer");
        Api admin = Api.as("tenant-admin@claimer");
        admin.put("/api/v1/sources/clicks", CLICKS);

        Answer answer = admin.put(
                "/api/v1/sources/more", CLICKS.replace("\"namespace\"", "\"table\": \"clicks\", \"namespace\""));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.detail())
                .isEqualTo("table events.clicks: is written by source 'clicks', not by source 'more'");
        assertThat(admin.get("/api/v1/sources/more").status()).isEqualTo(404);
    }

    @Test
    void sourceKeepsItsTable() {
        Api.tenant("mover");
        Api admin = Api.as("tenant-admin@mover");
        admin.put("/api/v1/sources/clicks", CLICKS);

        Answer answer = admin.put("/api/v1/sources/clicks", CLICKS.replace("\"events\"", "\"elsewhere\""));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.detail())
                .isEqualTo("table: 'elsewhere.clicks' (expected: 'events.clicks': a source keeps its table)");
    }

    @Test
    void unknownKeyTypeAndDestinationAreNamed() {
        Api.tenant("typist");
        Api admin = Api.as("tenant-admin@typist");

        assertThat(admin.put("/api/v1/sources/a", CLICKS.replace("[\"user_id\"]", "[\"nope\"]"))
                        .detail())
                .isEqualTo("key: 'nope' (expected: one of the columns user_id, price, timestamp)");
        assertThat(admin.put("/api/v1/sources/a", CLICKS.replace("\"string\"", "\"text\""))
                        .detail())
                .startsWith("columns[0].type: 'text' (expected: string, ");
        Answer nowhere = admin.put(
                "/api/v1/sources/a", CLICKS.replace("\"namespace\"", "\"destination\": \"x\", \"namespace\""));
        assertThat(nowhere.status()).isEqualTo(404);
        assertThat(nowhere.detail()).isEqualTo("destination 'x' does not exist");
    }

    @Test
    void anotherTenantsSourceDoesNotExist() {
        Api.tenant("s-one");
        Api.tenant("s-two");
        Api.as("tenant-admin@s-one").put("/api/v1/sources/clicks", CLICKS);

        assertThat(Api.as("tenant-admin@s-two").get("/api/v1/sources/clicks").status())
                .isEqualTo(404);
        assertThat(Api.as("tenant-admin@s-two").get("/api/v1/sources").text()).isEqualTo("[]");
        assertThat(Api.as("tenant-admin@s-two")
                        .put("/api/v1/sources/clicks", CLICKS)
                        .status())
                .isEqualTo(200);
    }
}
