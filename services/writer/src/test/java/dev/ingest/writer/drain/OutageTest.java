package dev.ingest.writer.drain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.Topics;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.event.RecordsRejected;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.destination.ClaimStores;
import dev.ingest.destination.LakeSettings;
import dev.ingest.destination.Lakes;
import dev.ingest.lake.LakeException;
import dev.ingest.platform.control.ControlPlane;
import dev.ingest.platform.drain.DrainWork;
import dev.ingest.platform.drain.FencedException;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.platform.secret.SecretStore;
import dev.ingest.writer.kafka.Parking;
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
import java.util.Map;
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
    Parking parking;

    @Inject
    WriterSettings settings;

    @Inject
    LakeSettings platform;

    @Inject
    SecretStore secrets;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Ports ports;
    private Tenant shop;

    @BeforeEach
    void tenant() {
        InstantSource time = () -> now;
        Clock clock = time.withZone(ZoneOffset.UTC);
        ports = new Ports(
                control,
                lakes,
                claims,
                events,
                parking,
                settings,
                new Outages(OUTAGE_MAX, clock),
                new MemoryBudget(settings.memoryBytesMax()),
                clock);
        shop = writer.tenant();
        writer.declare(shop.appendsIn(own()));
    }

    /** Its messages are still in the log, before those of other tests. */
    @AfterEach
    void recover() {
        write(platform.password().orElseThrow());
    }

    @Test
    void tableThatIsAwayForTooLongIsParkedInOrderAndTold() throws FencedException, InterruptedException {
        write("not the password");
        SliceAttempt slice = shop.attempt(1);
        shop.push("{\"id\":1}");
        shop.page(slice, 1, "{\"id\":2}");
        shop.mark(new SliceCompleted(slice, 1, 1, 10, Optional.empty()));
        assertThatThrownBy(() -> work().call()).isInstanceOf(LakeException.class);
        now = now.plus(OUTAGE_MAX).minusSeconds(1);
        assertThatThrownBy(() -> work().call()).isInstanceOf(LakeException.class);
        assertThat(log.parked(shop.key())).isEmpty();
        now = now.plusSeconds(1);
        assertThat(work().call()).isEqualTo(TableWork.DONE);
        assertThat(log.parked(shop.key()))
                .extracting(ConsumerRecord::value)
                .containsExactly(messages().stream().map(ConsumerRecord::value).toArray(byte[][]::new));
        assertThat(log.facts(shop.id(), RecordsRejected.class))
                .hasSize(2)
                .allSatisfy(rejected -> assertThat(rejected.reason()).contains("no commit for PT10M"));
        assertThat(log.facts(shop.id(), SliceFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.attempt()).isEqualTo(slice);
            assertThat(failed.kind()).isEqualTo(SliceFailed.Kind.TRANSIENT);
        });
    }

    @Test
    void commitEndsTheOutage() throws FencedException, InterruptedException {
        write("not the password");
        shop.push("{\"id\":1}");
        assertThatThrownBy(() -> work().call()).isInstanceOf(LakeException.class);
        write(platform.password().orElseThrow());
        assertThat(work().call()).isEqualTo(TableWork.DONE);
        write("not the password");
        now = now.plus(OUTAGE_MAX);
        assertThatThrownBy(() -> work().call()).isInstanceOf(LakeException.class);
        assertThat(log.parked(shop.key())).isEmpty();
    }

    private TableWork work() {
        List<ConsumerRecord<byte[], byte[]>> messages = messages();
        var reader = new IncomingReader(codec);
        List<Incoming.OfTable> ofTable = IntStream.range(0, messages.size())
                .mapToObj(index -> (Incoming.OfTable) reader.read(index, messages.get(index)))
                .toList();
        var source = new SourcePartition("topic-id", Service.partition(shop.key()));
        return new TableWork(
                ports, new TableKey(shop.id(), shop.table()), source, ofTable, now.plusSeconds(240), new DrainWork());
    }

    private List<ConsumerRecord<byte[], byte[]>> messages() {
        return log.all(Topics.RECORDS).stream()
                .filter(message -> message.key() != null && new String(message.key(), UTF_8).equals(shop.key()))
                .toList();
    }

    private void write(String password) {
        secrets.write(
                shop.id(),
                "warehouse",
                Map.of(
                        "jdbc.user", platform.user().orElseThrow(),
                        "jdbc.password", password,
                        "s3.access-key-id", platform.accessKey().orElseThrow(),
                        "s3.secret-access-key", platform.secretKey().orElseThrow()));
    }

    private DestinationSpec own() {
        Map<String, String> properties = Map.of(
                "uri",
                platform.jdbcUrl(),
                "catalog",
                "own-" + shop.id(),
                "warehouse",
                platform.warehouse() + "/own-" + shop.id(),
                "s3.endpoint",
                platform.endpoint().orElseThrow(),
                "s3.region",
                platform.region().orElseThrow(),
                "s3.path-style-access",
                "true");
        return new DestinationSpec("own", "jdbc", properties, Optional.of("warehouse"));
    }
}
