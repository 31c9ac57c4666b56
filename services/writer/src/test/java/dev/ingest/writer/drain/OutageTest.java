package dev.ingest.writer.drain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.Topics;
import dev.ingest.contracts.event.RecordsRejected;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.TableCaughtUp;
import dev.ingest.contracts.event.TableParked;
import dev.ingest.destination.ClaimStores;
import dev.ingest.destination.Lakes;
import dev.ingest.lake.LakeException;
import dev.ingest.platform.control.ControlPlane;
import dev.ingest.platform.drain.DrainWork;
import dev.ingest.platform.drain.FencedException;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.platform.trace.Traces;
import dev.ingest.writer.parked.ParkedLog;
import dev.ingest.writer.parked.ParkedTables;
import dev.ingest.writer.stack.Log;
import dev.ingest.writer.stack.Service;
import dev.ingest.writer.stack.Tenant;
import dev.ingest.writer.stack.WriterStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(WriterStack.class)
class OutageTest {
    private static final Duration OUTAGE_MAX = Duration.ofMinutes(10);

    @Inject
    Service writer;

    @Inject
    Log log;

    @Inject
    EventCodec codec;

    @Inject
    ControlPlane control;

    @Inject
    Lakes lakes;

    @Inject
    ClaimStores claims;

    @Inject
    EventPublisher events;

    @Inject
    ParkedLog parked;

    @Inject
    WriterSettings settings;

    @Inject
    Own own;

    @Inject
    Lives lives;

    private Instant now = Instant.now();
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private Ports ports;
    private ParkedTables waiting;
    private Tenant shop;

    @BeforeEach
    void tenant() {
        shop = writer.tenant();
        waiting = new ParkedTables(parked, Service.partition(shop.key()), clock);
        ports = new Ports(
                control,
                lakes,
                claims,
                events,
                parked,
                settings,
                MemoryBudget.of(settings),
                Window.of(settings),
                Traces.off(),
                clock);
        writer.declare(shop.appendsIn(own.of(shop)));
    }

    /** Its messages are still in the log, before those of other tests. */
    @AfterEach
    void recover() {
        own.isThere(shop);
    }

    @Test
    void tableThatIsAwayForTooLongIsParkedInOrderAndTold() throws FencedException, InterruptedException {
        own.hasNoCatalog(shop);
        SliceAttempt slice = shop.attempt(1);
        shop.push("{\"id\":1}");
        shop.page(slice, 1, "{\"id\":2}");
        shop.mark(new SliceCompleted(slice, 1, 1, 10, Optional.empty()));
        assertThatThrownBy(() -> work().call()).isInstanceOf(LakeException.class);
        now = Instant.ofEpochMilli(messages().getFirst().timestamp())
                .plus(OUTAGE_MAX)
                .minusMillis(1);
        assertThatThrownBy(() -> work().call()).isInstanceOf(LakeException.class);
        assertThat(log.parked(shop.key())).isEmpty();
        now = now.plusMillis(1);
        assertThat(work().call()).isEmpty();
        assertThat(log.parked(shop.key()))
                .extracting(ConsumerRecord::value)
                .containsExactly(messages().stream().map(ConsumerRecord::value).toArray(byte[][]::new));
        assertThat(log.facts(shop.id(), TableParked.class))
                .singleElement()
                .satisfies(parked -> assertThat(parked.reason()).contains("no commit for PT10M"));
        assertThat(log.facts(shop.id(), RecordsRejected.class)).as("they wait").isEmpty();
        assertThat(log.facts(shop.id(), SliceFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.attempt()).isEqualTo(slice);
            assertThat(failed.kind()).isEqualTo(SliceFailed.Kind.TRANSIENT);
        });
    }

    @Test
    void catalogThatIsAwayForDaysLosesNothingAndIsCaughtUpWith() throws FencedException, InterruptedException {
        Lives.Place place = lives.from(shop);
        own.hasNoCatalog(shop);
        shop.push("{\"id\":1}");
        for (int day = 1; day <= 3; day++) {
            now = now.plus(Duration.ofDays(1));
            drain(place);
            shop.push("{\"id\":%d}".formatted(day + 1));
        }
        assertThat(log.facts(shop.id(), TableParked.class)).isNotEmpty();
        own.isThere(shop);
        now = now.plus(Duration.ofDays(1));
        drain(place);
        assertThat(own.ids(shop, "orders")).containsExactly(1L, 2L, 3L, 4L);
        assertThat(log.facts(shop.id(), TableCaughtUp.class)).hasSize(1);
    }

    /** In a process of its own: whoever was there before does not count. */
    private void drain(Lives.Place place) throws FencedException, InterruptedException {
        try (Lives.Life life = lives.start(place, clock, Crashes.never())) {
            assertThat(life.drain()).isTrue();
        }
    }

    /** Whatever was before: these have not waited long, and the next drain tries again. */
    @Test
    void tableWhoseMessagesHaveJustComeFailsTheDrain() throws InterruptedException {
        own.hasNoCatalog(shop);
        shop.push("{\"id\":1}");
        now = Instant.ofEpochMilli(messages().getFirst().timestamp());
        assertThatThrownBy(() -> work().call()).isInstanceOf(LakeException.class);
        assertThat(log.parked(shop.key())).isEmpty();
        assertThat(log.facts(shop.id(), TableParked.class)).isEmpty();
    }

    private TableWork work() throws InterruptedException {
        List<ConsumerRecord<byte[], byte[]>> messages = messages();
        var reader = new IncomingReader(codec);
        var source = new SourcePartition("topic-id", Service.partition(shop.key()));
        List<Incoming.OfTable> ofTable = IntStream.range(0, messages.size())
                .mapToObj(index -> (Incoming.OfTable) reader.read(source, messages.get(index)))
                .toList();
        waiting.refresh();
        return TableWork.ofRecords(
                ports, new TableKey(shop.id(), shop.table()), ofTable, now.plusSeconds(240), new DrainWork(), waiting);
    }

    private List<ConsumerRecord<byte[], byte[]>> messages() {
        return log.all(Topics.RECORDS).stream()
                .filter(message -> message.key() != null && new String(message.key(), UTF_8).equals(shop.key()))
                .toList();
    }
}
