package dev.ingest.scheduler.fact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Topics;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.contracts.event.InvocationReported.Outcome;
import dev.ingest.contracts.event.RecordsRejected;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.platform.kafka.TopicNames;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.AppDatabase;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Eventually;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@SchedulerTest
class FactTest {
    private static final Ulid IDS = new Ulid(Clock.systemUTC());

    @Inject
    Log log;

    @Inject
    TopicNames names;

    @ConfigProperty(name = "ingest.kafka.bootstrap-servers")
    String kafka;

    @Inject
    AppDatabase database;

    @Test
    void messagesThatCannotBeAppliedArePutAsideAndBlockNobody() throws Exception {
        Api.tenant("f-aside");
        send("f-aside", "dev.ingest.TableCommitted.v1", "{\"tenant\": ");
        send("f-aside", "dev.ingest.Rumour.v1", "{}");
        log.tell(new SliceFailed(
                "f-aside",
                new SliceAttempt("p", "r", "s", "no-such-slice", 1, IDS.next()),
                SliceFailed.Kind.AUTH,
                "x"));
        log.tell(new RecordsRejected("f-ghost", new TableRef("a", "b"), "1", Optional.empty(), 1, "x"));

        log.tell(new RecordsRejected("f-aside", new TableRef("query_log", "queries"), "1", Optional.empty(), 9, "x"));

        var ignored = Eventually.when(
                () -> Api.as("tenant-admin@f-aside").get("/api/v1/tables").json(),
                tables -> tables.get(0).get("rejected").asInt() == 9);
        List<String> reasons = Eventually.when(
                () -> query("select reason from fact_error"),
                found -> found.contains("tenant 'f-ghost' does not exist"));
        assertThat(reasons)
                .contains("unknown type 'dev.ingest.Rumour.v1'", "slice 'no-such-slice' does not exist")
                .anyMatch(reason -> reason.startsWith("dev.ingest.TableCommitted.v1: malformed JSON"));
        assertThat(query("select body from fact_error")).contains("{\"tenant\": ");
    }

    @Test
    void sliceWhoseCommitWasHeardButNotAppliedIsCommittedWhenItIsToldAgain() throws SQLException {
        Shop shop = Shop.open("f-again", Shop.ITEMS);
        String run = shop.run();
        TableCommitted fact = Attempts.committed(log.requests("f-again").getFirst(), "{}");
        try (Connection app = database.connect("f-again");
                Statement statement = app.createStatement()) {
            statement.execute("insert into table_commit (id, tenant, committed_at, rows, bytes, files)"
                    + " values ('%s/%d', 'f-again', now(), 0, 0, 0)"
                            .formatted(fact.table().key("f-again"), fact.snapshotId()));
            app.commit();
        }

        log.tell(fact);

        shop.run(run, "succeeded");
    }

    @Test
    void drainsAreKeptAsTheyEndedAndTheNewestOnly() {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        String last = "";
        for (int i = 0; i < 52; i++) {
            last = IDS.next();
            log.tell(
                    drain(last, start.plusSeconds(i), Outcome.STARTED),
                    drain(last, start.plusSeconds(i), Outcome.FINISHED));
        }
        log.tell(drain(last, start.plusSeconds(51), Outcome.STARTED));

        String newest = "select outcome from invocation where id = '%s'".formatted(last);
        var ignored = Eventually.when(() -> query(newest), List.of("FINISHED")::equals);
        assertThat(query("select count(*) from invocation where service = 'f-writer'"))
                .containsExactly("50");
    }

    private static InvocationReported drain(String id, Instant start, Outcome outcome) {
        return new InvocationReported(
                InvocationReported.EVERYONE,
                id,
                "f-writer",
                Topics.RECORDS,
                0,
                start,
                Duration.ofSeconds(1),
                10,
                100,
                500,
                7,
                outcome,
                Duration.ofMinutes(4),
                List.of());
    }

    private void send(String key, String type, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka),
                new StringSerializer(),
                new ByteArraySerializer())) {
            var message = new ProducerRecord<>(names.topic(Topics.FACTS), key, value.getBytes(UTF_8));
            message.headers().add("ce_type", type.getBytes(UTF_8));
            var ignored = producer.send(message).get();
        }
    }

    private List<String> query(String sql) {
        try (Connection app = database.connect();
                ResultSet rows = app.createStatement().executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
