package dev.ingest.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.ingest.contracts.TableRef;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The wire form of every event. A change here is a change for consumers that are already running. */
class GoldenJsonTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
            .build();

    private static final TableRef ORDERS = new TableRef("shop", "orders");
    private static final SliceAttempt ATTEMPT =
            new SliceAttempt("orders", "run-1", "orders", "slice-1", 7, "01ARZ3NDEKTSV4RRFFQ69G5FAV");
    private static final StreamRun REFRESH = new StreamRun("orders", "run-1", "customers");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    static List<Event> events() {
        return List.of(
                new SliceRequested(
                        "demo",
                        "shop",
                        "orders",
                        "run-1",
                        "orders",
                        "slice-1",
                        7,
                        "orders",
                        2,
                        ORDERS,
                        Optional.of("2026-01-01T00:00:00Z"),
                        Optional.empty(),
                        Optional.of("{\"updated_at\":\"2026-01-01T00:00:00Z\"}"),
                        500,
                        100),
                new BudgetSpent(
                        "demo",
                        "shop",
                        Map.of("0.0", new BudgetSpent.Rate(100, 7, AT)),
                        Map.of("https://api.example.com:443", AT)),
                new DrainPartition("ingest.records", 3),
                new SliceCompleted(
                        ATTEMPT, 12, 5000, 1_234_567, Optional.empty(), Optional.of(new Rest("{\"page\":3}", AT))),
                new SliceAborted(ATTEMPT),
                new StreamCompleted(REFRESH, 3, 9, 5000, 1_234_567),
                new ReplayDeadLetters(
                        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
                        Optional.of("orders"),
                        Optional.of("decimal"),
                        List.of("topic-0-4-0")),
                new DoUpkeep("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
                new TableCommitted(
                        "demo",
                        ORDERS,
                        42,
                        AT,
                        Optional.of(ATTEMPT),
                        Optional.of("{}"),
                        Optional.of(new Rest("{\"page\":3}", AT)),
                        5000,
                        1_234_567,
                        1,
                        Optional.of(new Tally(5002, 2, 4990)),
                        Optional.of(REFRESH),
                        Optional.of("s3://lake/demo/shop/orders/metadata/00042-a.metadata.json")),
                new SliceStaged("demo", ATTEMPT, Optional.of(new Rest("{\"page\":3}", AT)), 5000, 1_234_567),
                new SliceReported("demo", ATTEMPT, 5002),
                new StreamFailed("demo", REFRESH, SliceFailed.Kind.TRANSIENT, "a slice is missing"),
                new SliceDeferred("demo", ATTEMPT, Optional.of("{\"page\":3}"), AT),
                new SliceFailed("demo", ATTEMPT, SliceFailed.Kind.AUTH, "401 from the token endpoint"),
                new RecordsRejected("demo", ORDERS, "shop.orders/42", Optional.empty(), 2, "id is missing"),
                new TableParked("demo", ORDERS, SliceFailed.Kind.TRANSIENT, "no commit for PT10M"),
                new TableCaughtUp("demo", ORDERS),
                new InvocationReported(
                        InvocationReported.EVERYONE,
                        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
                        "writer",
                        "ingest.records",
                        3,
                        AT,
                        Duration.ofMillis(1500),
                        1000,
                        2000,
                        500,
                        12,
                        InvocationReported.Outcome.FINISHED,
                        Duration.ofMinutes(4),
                        List.of(
                                new StreamWork(
                                        "demo",
                                        ORDERS,
                                        Optional.of(50_000),
                                        12_000,
                                        Duration.ofMillis(900),
                                        StreamWork.Outcome.WORKED),
                                new StreamWork(
                                        "demo", ORDERS, Optional.empty(), 0, Duration.ZERO, StreamWork.Outcome.MET))),
                new UsageRecorded("demo/shop.orders/42", "demo", ORDERS, Optional.of("orders"), 5000, 1_234_567, 1, AT),
                new UsageBilled(
                        "demo/shop.orders/orders/2026-01-02/3",
                        "demo",
                        LocalDate.parse("2026-01-02"),
                        ORDERS,
                        Optional.of("orders"),
                        5000,
                        1_234_567,
                        12,
                        3,
                        3));
    }

    @ParameterizedTest
    @MethodSource("events")
    void eventIsWrittenAndReadAsItsGoldenFileSays(Event event) throws IOException {
        String golden = golden(event);
        assertThat(JSON.readTree(JSON.writeValueAsBytes(event))).isEqualTo(JSON.readTree(golden));
        assertThat((Object) JSON.readValue(golden, event.getClass())).isEqualTo(event);
    }

    @Test
    void everyEventHasAGoldenFile() {
        assertThat(events().stream().map(Object::getClass).map(Class::getSimpleName))
                .containsExactlyInAnyOrder(
                        "SliceRequested",
                        "BudgetSpent",
                        "DrainPartition",
                        "SliceCompleted",
                        "SliceAborted",
                        "StreamCompleted",
                        "ReplayDeadLetters",
                        "DoUpkeep",
                        "TableCommitted",
                        "SliceReported",
                        "SliceStaged",
                        "StreamFailed",
                        "SliceDeferred",
                        "SliceFailed",
                        "RecordsRejected",
                        "TableParked",
                        "TableCaughtUp",
                        "InvocationReported",
                        "UsageRecorded",
                        "UsageBilled");
    }

    @Test
    void reportOfADrainThatKnewNoStreamsIsReadAllTheSame() throws IOException {
        var older = (com.fasterxml.jackson.databind.node.ObjectNode)
                JSON.readTree(golden(InvocationReported.class.getSimpleName()));
        older.remove(List.of("deadline", "streams"));
        InvocationReported read = JSON.treeToValue(older, InvocationReported.class);
        assertThat(read.deadline()).isEqualTo(Duration.ZERO);
        assertThat(read.streams()).isEmpty();
    }

    @Test
    void reportNamesABoundedNumberOfStreams() throws IOException {
        InvocationReported one =
                JSON.readValue(golden(InvocationReported.class.getSimpleName()), InvocationReported.class);
        List<StreamWork> tooMany = java.util.Collections.nCopies(
                InvocationReported.STREAMS_MAX + 1, one.streams().getFirst());
        assertThatThrownBy(() -> new InvocationReported(
                        one.tenant(),
                        one.invocation(),
                        one.service(),
                        one.topic(),
                        one.partition(),
                        one.startedAt(),
                        one.duration(),
                        1,
                        2,
                        1,
                        1,
                        one.outcome(),
                        one.deadline(),
                        tooMany))
                .hasMessage("streams: 101 (expected: at most 100)");
    }

    @Test
    void typeNamesTheEventAndItsVersion() {
        assertThat(new SliceAborted(ATTEMPT).type()).isEqualTo("dev.ingest.SliceAborted.v1");
    }

    private static String golden(Event event) throws IOException {
        return golden(event.getClass().getSimpleName());
    }

    private static String golden(String name) throws IOException {
        String file = "/golden/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(GoldenJsonTest.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
