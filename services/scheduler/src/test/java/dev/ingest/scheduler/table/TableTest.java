package dev.ingest.scheduler.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Topics;
import dev.ingest.contracts.event.RecordsRejected;
import dev.ingest.contracts.event.ReplayDeadLetters;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.TableCaughtUp;
import dev.ingest.contracts.event.TableParked;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.Eventually;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.SchedulerTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@SchedulerTest
class TableTest {
    private static final String REPLAY = "/api/v1/tables/query_log/queries/dead-letters/replay";
    private static final TableRef QUERIES = new TableRef("query_log", "queries");

    @Inject
    Log log;

    @Test
    void rejectedRecordsAreCountedOnce() {
        Api.tenant("l-reject");
        var first = new RecordsRejected("l-reject", QUERIES, "a", Optional.empty(), 2, "no query_id");
        var second = new RecordsRejected("l-reject", QUERIES, "b", Optional.empty(), 5, "no query_id");

        log.tell(first, first, second);

        var ignored = Eventually.when(
                () -> Api.as("analyst@l-reject").get("/api/v1/tables").json(),
                tables -> tables.get(0).get("rejected").asInt() == 7);
    }

    @Test
    void tableThatCannotBeWrittenIsAnAlertUntilItHasCaughtUp() {
        Api.tenant("l-parked");
        var parked = new TableParked("l-parked", QUERIES, SliceFailed.Kind.TRANSIENT, "no commit for PT10M: no route");

        log.tell(parked, parked);

        Api viewer = Api.as("tenant-viewer@l-parked");
        JsonNode alerts = Eventually.when(() -> viewer.get("/api/v1/alerts").json(), found -> !found.isEmpty());
        assertThat(alerts).hasSize(1);
        assertThat(alerts.get(0).get("kind").asText()).isEqualTo("TABLE_PARKED");
        assertThat(alerts.get(0).get("message").asText())
                .isEqualTo(
                        "table 'query_log.queries' cannot be written, its records wait: no commit for PT10M: no route");

        log.tell(new TableCaughtUp("l-parked", QUERIES));

        var ignored = Eventually.when(() -> viewer.get("/api/v1/alerts").json(), JsonNode::isEmpty);
    }

    @Test
    void replayIsAMarkerAmongTheTablesRecords() {
        Api.tenant("l-replay");

        Answer answer = Api.as("tenant-admin@l-replay").post(REPLAY, "");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("request")).hasSize(26);
        assertThat(log.replays()).contains("l-replay/query_log.queries");
        log.awaitWakeup(
                Topics.WAKEUPS_WRITER, wakeup -> wakeup.getValue().topic().equals(Topics.RECORDS));
    }

    @Test
    void replayOfSomeLettersSaysWhich() {
        Api.tenant("l-some");
        Api admin = Api.as("tenant-admin@l-some");

        Answer answer = admin.post(REPLAY, "{\"stream\":\"queries\",\"reason\":\"decimal\",\"ids\":[\"a-1\"]}");

        assertThat(answer.status()).as(answer.detail()).isEqualTo(202);
        assertThat(log.replaysOf("l-some"))
                .containsExactly(new ReplayDeadLetters(
                        answer.text("request"), Optional.of("queries"), Optional.of("decimal"), List.of("a-1")));
        assertThat(admin.post(REPLAY, "{\"ids\":[null]}").status()).isEqualTo(400);
        assertThat(admin.post(REPLAY, "{\"reason\":\" \"}").status()).isEqualTo(400);
    }

    @Test
    void unknownTableHasNoDeadLetters() {
        Api.tenant("l-unknown");
        Api admin = Api.as("tenant-admin@l-unknown");

        assertThat(admin.post("/api/v1/tables/a/b/dead-letters/replay", "").detail())
                .isEqualTo("table 'a.b' does not exist");
        assertThat(admin.post("/api/v1/tables/A/b/dead-letters/replay", "").status())
                .isEqualTo(400);
    }
}
