package dev.ingest.path.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.Topics;
import dev.ingest.contracts.event.Event;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.path.Log;
import dev.ingest.path.Product;
import dev.ingest.testkit.Lake;
import dev.ingest.testkit.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A writer that is killed in a drain leaves nothing that the next one does not make good: what was sent is in its table once, and
 * when upkeep has come by, no file is there that no snapshot needs. Where it dies is decided by what it asks of its catalog and
 * its store.
 */
class KilledWriterTest {
    /** How often it dies; {@code -Dwriter.kills=200} for longer. */
    private static final int KILLS = Integer.getInteger("writer.kills", 4);

    /** Beyond every grace time of upkeep. */
    private static final Duration LONG = Duration.ofDays(10);

    private static final Path WRITERS_LOG = Path.of("target", "killed-writers.log");

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TENANT = "killed";

    private final LocalStack stack = Product.shared().stack();
    private final Store store = new Store(TENANT, stack);
    private final Trap trap = new Trap();
    private final Map<Way, SentTable> tables = new EnumMap<>(Way.class);
    private final List<AutoCloseable> open = new ArrayList<>();
    private Map<String, String> environment = Map.of();
    private String prefix = "";

    @BeforeEach
    void surroundings() throws IOException {
        var control = new ControlPlane(TENANT);
        var beforeStore = new Gate(URI.create(stack.s3().endpoint()).getPort(), trap);
        URI database = URI.create(store.catalog().jdbcUrl().replaceFirst("^jdbc:", ""));
        var beforeCatalog = new Gate(database.getPort(), trap);
        prefix = stack.topics("kills");
        Map<String, Object> bootstrap = Map.of("bootstrap.servers", stack.kafkaBootstrap());
        var producer = new KafkaProducer<>(bootstrap, new ByteArraySerializer(), new ByteArraySerializer());
        open.addAll(List.of(control, beforeStore, beforeCatalog, producer));
        for (Way way : Way.values()) {
            tables.put(way, new SentTable(TENANT, way, producer, prefix));
        }
        environment = environment(
                control.url(),
                "http://127.0.0.1:" + beforeStore.port(),
                "jdbc:postgresql://127.0.0.1:%d%s?prepareThreshold=0"
                        .formatted(beforeCatalog.port(), database.getPath()));
    }

    private Map<String, String> environment(String control, String s3, String jdbc) {
        Lake catalog = store.catalog();
        var all = new HashMap<>(stack.environment());
        all.put("INGEST_KAFKA_TOPIC_PREFIX", prefix);
        all.put("INGEST_SCHEDULER_URL", control);
        all.put("INGEST_S3_ENDPOINT", s3);
        all.put("INGEST_LAKE_JDBC_URL", jdbc);
        all.put("INGEST_LAKE_USER", catalog.user());
        all.put("INGEST_LAKE_PASSWORD", catalog.password());
        all.put("INGEST_LAKE_WAREHOUSE", store.warehouse());
        all.put("INGEST_WRITER_UPKEEP_PAUSE", "0S");
        // of a machine that is busy with starting it
        all.put("QUARKUS_OIDC_CLIENT_CONNECTION_TIMEOUT", "60S");
        all.put("QUARKUS_PROFILE", "kills");
        return all;
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void everyRecordIsARowOnceAndNoFileIsLeftWhereverTheWriterIsKilled() throws Exception {
        WriterProcess writer = started();
        for (SentTable table : tables.values()) {
            table.send();
            drained(writer, table);
        }
        for (int kill = 0; kill < KILLS; kill++) {
            WriterProcess next = started();
            killed(writer, stage(kill), kill / Stage.values().length);
            writer = next;
            drained(writer, table(stage(kill)));
        }
        assertThat(left()).as("files that are left by the dead").isNotEmpty();
        for (SentTable table : tables.values()) {
            store.age(table.way(), LONG);
            table.send();
            drained(writer, table);
            assertThat(store.refs(table.way())).as("%s", table.way()).containsExactlyInAnyOrder("main", "ingest-root");
        }
        assertThat(left()).as("files that nothing refers to").isEmpty();
        assertTold();
    }

    /** Of each commit at least once, with the same words: whoever counts tells them apart by their snapshot. */
    private void assertTold() throws IOException {
        Map<Way, Map<Long, JsonNode>> told = new EnumMap<>(Way.class);
        try (Log log = new Log(stack.kafkaBootstrap())) {
            for (ConsumerRecord<byte[], byte[]> message : log.all(prefix + Topics.FACTS)) {
                if (Log.type(message).equals(Event.type(TableCommitted.class))) {
                    JsonNode fact = JSON.readTree(message.value());
                    Way way = Way.valueOf(fact.at("/table/name").asText().toUpperCase(Locale.ROOT));
                    told.computeIfAbsent(way, first -> new TreeMap<>())
                            .put(fact.get("snapshotId").asLong(), fact);
                }
            }
        }
        for (SentTable table : tables.values()) {
            long rows = Objects.requireNonNull(told.get(table.way())).values().stream()
                    .mapToLong(fact -> fact.at("/tally/fetched").asLong())
                    .sum();
            assertThat(rows).as("records told of %s", table.way()).isEqualTo(table.sent());
        }
    }

    /** The stages in turn, or as many of them as there are kills. */
    private static Stage stage(int kill) {
        Stage[] all = Stage.values();
        return KILLS < all.length ? all[(2 * kill + 1) * all.length / (2 * KILLS)] : all[kill % all.length];
    }

    private SentTable table(Stage stage) {
        return Objects.requireNonNull(tables.get(stage.way()));
    }

    /** @param further at a later request of the kind, if there is one */
    private void killed(WriterProcess writer, Stage stage, int further) throws IOException, SQLException {
        if (further > 0 && dies(writer, stage, stage.n() + further)) {
            return;
        }
        assertThat(dies(writer, stage, stage.n()))
                .as("%s is among %s", stage, trap.seen())
                .isTrue();
    }

    /** Has a drain that is to end at a stage. */
    private boolean dies(WriterProcess writer, Stage stage, int n) throws IOException, SQLException {
        if (stage.way() == Way.AGED) {
            store.age(Way.AGED, LONG);
        }
        table(stage).send();
        trap.set(stage.request(), stage.moment(), n, writer::kill);
        try {
            assertThat(writer.wake(table(stage).partition()).join()).isEqualTo(200);
        } catch (CompletionException gone) {
            if (!trap.hasSprung()) {
                throw gone;
            }
        }
        return trap.hasSprung();
    }

    /** Nobody dies, and all that was sent is there, once. */
    private void drained(WriterProcess writer, SentTable table) {
        trap.clear();
        assertThat(writer.wake(table.partition()).join()).isEqualTo(200);
        assertThat(store.rows(table.way())).as("%s", table.way()).isEqualTo(table.rows());
    }

    private Set<String> left() throws IOException {
        Set<String> left = new TreeSet<>();
        for (Way way : Way.values()) {
            left.addAll(store.unreachable(way));
        }
        return left;
    }

    private WriterProcess started() {
        WriterProcess writer = WriterProcess.start(environment, stack.token("service-test"), WRITERS_LOG);
        open.add(writer);
        return writer;
    }
}
