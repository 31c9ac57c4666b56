package dev.ingest.writer.drain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.Topics;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.event.RecordsRejected;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.contracts.event.TableParked;
import dev.ingest.platform.drain.DrainOutcome;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.writer.stack.Log;
import dev.ingest.writer.stack.Service;
import dev.ingest.writer.stack.Tenant;
import dev.ingest.writer.stack.WriterStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(WriterStack.class)
class ParkedTest {
    @Inject
    Service writer;

    @Inject
    Log log;

    @Inject
    EventCodec codec;

    private Tenant shop;

    @BeforeEach
    void tenant() {
        shop = writer.tenant();
    }

    @Test
    void recordsOfAnUnknownTableAreParkedInOrderAndTold() {
        shop.push("{\"id\":1}");
        shop.push("{\"id\":2}");
        shop.drain();
        assertThat(log.parked(shop.key()))
                .extracting(message -> new String(message.value(), UTF_8))
                .containsExactly("{\"id\":1}\n", "{\"id\":2}\n");
        assertThat(reasons()).allMatch(reason -> reason.contains("table 'shop.orders' does not exist"));
        assertThat(log.facts(shop.id(), TableParked.class)).singleElement().satisfies(parked -> {
            assertThat(parked.table()).isEqualTo(shop.table());
            assertThat(parked.kind()).isEqualTo(SliceFailed.Kind.CONFIG);
            assertThat(parked.reason()).contains("table 'shop.orders' does not exist");
        });
        assertThat(log.facts(shop.id(), RecordsRejected.class)).as("they wait").isEmpty();
    }

    @Test
    void parkedMessageIsWhatItWas() {
        shop.push("{\"id\":1}");
        shop.drain();
        ConsumerRecord<byte[], byte[]> parked = log.parked(shop.key()).getFirst();
        Incoming again = new IncomingReader(codec).read(new SourcePartition("topic-id", 0), parked);
        assertThat(again).isInstanceOf(Incoming.Records.class);
    }

    @Test
    void runOfAnUnknownTableDoesNotWaitForIt() {
        SliceAttempt slice = shop.attempt(1);
        shop.page(slice, 1, "{\"id\":1}");
        shop.mark(new SliceCompleted(slice, 1, 1, 10, Optional.empty()));
        shop.drain();
        assertThat(log.parked(shop.key())).hasSize(2);
        assertThat(log.facts(shop.id(), SliceFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.attempt()).isEqualTo(slice);
            assertThat(failed.kind()).isEqualTo(SliceFailed.Kind.CONFIG);
        });
    }

    @Test
    void tableWithADestinationThatMakesNoSenseIsParked() {
        writer.declare(shop.appendsIn(new DestinationSpec("odd", "floppy", Map.of(), Optional.empty())));
        shop.push("{\"id\":1}");
        shop.drain();
        assertThat(reasons())
                .containsExactly("destination odd: kind: 'floppy' (expected: managed, jdbc, rest or glue)");
    }

    @Test
    void tableThatIsAnotherOneThanSpecifiedIsParked() {
        writer.declare(shop.appends());
        shop.push("{\"id\":1}");
        shop.drain();
        writer.declare(shop.upserts());
        shop.push("{\"id\":2}");
        shop.drain();
        assertThat(shop.rows()).containsExactly("1/null/null");
        assertThat(reasons()).singleElement().asString().contains("merge mode");
    }

    @Test
    void envelopeWithoutItsHeadersIsParkedAndStopsNobody() {
        writer.declare(shop.appends());
        log.send(Topics.RECORDS, bytes(shop.key()), bytes("{\"id\":1}"), Map.of("ce_type", "dev.ingest.Records.v1"));
        log.send(Topics.RECORDS, bytes(shop.key()), bytes("{\"id\":2}"), Map.of());
        shop.push("{\"id\":3}");
        shop.drain();
        assertThat(shop.rows()).containsExactly("3/null/null");
        assertThat(reasons())
                .satisfiesExactly(
                        first -> assertThat(first).contains("header ingest_stream is missing"),
                        second -> assertThat(second).contains("header ce_type: ''"));
        assertThat(log.facts(shop.id(), RecordsRejected.class)).hasSize(2);
    }

    @Test
    void markerThatIsNoJsonIsParked() {
        writer.declare(shop.appends());
        log.send(
                Topics.RECORDS,
                bytes(shop.key()),
                bytes("not JSON"),
                Map.of("ce_type", "dev.ingest.SliceCompleted.v1"));
        shop.drain();
        assertThat(reasons()).singleElement().asString().contains("malformed JSON");
    }

    @Test
    void completionTooLargeForTheTablesMetadataFailsItsSlice() {
        writer.declare(shop.appends());
        SliceAttempt slice = shop.attempt(1);
        var state = Optional.of("{\"seen\":\"" + "x".repeat(IncomingReader.COMPLETED_BYTES_MAX) + "\"}");
        shop.mark(new SliceCompleted(slice, 0, 0, 0, state));
        shop.drain();
        assertThat(log.parked(shop.key())).hasSize(1);
        assertThat(log.facts(shop.id(), SliceFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.attempt()).isEqualTo(slice);
            assertThat(failed.kind()).isEqualTo(SliceFailed.Kind.CONFIG);
            assertThat(failed.message())
                    .containsPattern("SliceCompleted: 524\\d{3} bytes")
                    .contains("at most 524288");
        });
    }

    @Test
    void stateOfManyKilobytesIsNoTrouble() {
        writer.declare(shop.appends());
        var state = Optional.of("{\"seen\":\"" + "x".repeat(500 << 10) + "\"}");
        shop.mark(new SliceCompleted(shop.attempt(1), 0, 0, 0, state));
        shop.drain();
        assertThat(log.facts(shop.id(), TableCommitted.class))
                .singleElement()
                .satisfies(commit -> assertThat(commit.state()).isEqualTo(state));
    }

    @Test
    void completionOfASliceThatNoTableCanHoldFailsIt() {
        writer.declare(shop.appends());
        var odd = new SliceAttempt("shop", "run-1", "orders", "slice 1", 1, "no ULID");
        shop.mark(new SliceCompleted(odd, 0, 0, 0, Optional.empty()));
        shop.drain();
        assertThat(log.facts(shop.id(), SliceFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.attempt()).isEqualTo(odd));
    }

    @Test
    void malformedMarkersAndEnvelopesAreParkedAndStopNobody() {
        writer.declare(shop.appends());
        List<String> markers = List.of("null", "{}", "{\"attempt\":{}}", "[]", "{\"attempt\":{\"number\":\"1e999\"}}");
        for (String type : List.of("SliceCompleted", "SliceAborted", "StreamCompleted", "ReplayDeadLetters")) {
            markers.forEach(marker -> send(marker, Map.of("ce_type", "dev.ingest." + type + ".v1")));
        }
        send("{}\n", envelope("ingest_records", "99999999999"));
        send("{}\n", envelope("ingest_records", "-1"));
        send("{}\n", envelope("ingest_operation", "TELEPORT"));
        send("{}\n", envelope("ingest_table", "nowhere"));
        shop.push("{\"id\":3}");
        assertThat(writer.drain(shop.key())).isEqualTo(DrainOutcome.FINISHED);
        assertThat(shop.rows()).containsExactly("3/null/null");
        assertThat(reasons()).hasSizeGreaterThanOrEqualTo(2 * markers.size() + 4);
        assertThat(log.facts(shop.id(), SliceFailed.class)).isEmpty();
    }

    private void send(String value, Map<String, String> headers) {
        log.send(Topics.RECORDS, bytes(shop.key()), bytes(value), headers);
    }

    private Map<String, String> envelope(String odd, String value) {
        var headers = new HashMap<>(Map.of(
                "ce_type", "dev.ingest.Records.v1",
                "ingest_tenant", shop.id(),
                "ingest_table", "shop.orders",
                "ingest_stream", "orders",
                "ingest_operation", "UPSERT",
                "ingest_records", "1"));
        headers.put(odd, value);
        return headers;
    }

    @Test
    void messageWhoseKeyNamesNoTableIsParked() {
        int partition = log.send(Topics.RECORDS, bytes("nonsense"), bytes("{}"), Map.of());
        assertThat(partition).isEqualTo(Service.partition("nonsense"));
        assertThat(writer.drain("nonsense")).isEqualTo(DrainOutcome.FINISHED);
        assertThat(log.parked("nonsense")).isNotEmpty();
    }

    @Test
    void envelopeUnderAnotherTablesKeyIsParked() {
        writer.declare(shop.appends());
        Tenant other = writer.tenant();
        writer.declare(other.appends());
        log.send(
                Topics.RECORDS,
                bytes(other.key()),
                bytes("{\"id\":1}\n"),
                Map.of(
                        "ce_type", "dev.ingest.Records.v1",
                        "ingest_tenant", shop.id(),
                        "ingest_table", "shop.orders",
                        "ingest_stream", "orders",
                        "ingest_operation", "UPSERT",
                        "ingest_records", "1"));
        other.drain();
        assertThat(shop.rows()).isEmpty();
        assertThat(other.rows()).isEmpty();
        assertThat(log.parked(other.key())).hasSize(1);
    }

    private List<String> reasons() {
        return log.parked(shop.key()).stream()
                .map(message -> new String(
                        EventCodec.header(message.headers(), "ingest_parked_reason")
                                .orElseThrow(),
                        UTF_8))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
