package dev.ingest.writer.drain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.Topics;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.destination.ClaimStores;
import dev.ingest.destination.Lakes;
import dev.ingest.platform.control.ControlPlane;
import dev.ingest.platform.drain.DrainWork;
import dev.ingest.platform.drain.FencedException;
import dev.ingest.platform.drain.Messages;
import dev.ingest.platform.drain.PartitionHandler;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.platform.trace.Traces;
import dev.ingest.writer.parked.Parked;
import dev.ingest.writer.parked.ParkedLog;
import dev.ingest.writer.parked.ParkedTables;
import dev.ingest.writer.parked.Trouble;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Turns the messages of a partition of {@code ingest.records} into commits: first what waits for its table, then what is new, and
 * in what is left of the time upkeep. A message that cannot be read is put aside.
 */
@Singleton
public final class RecordsHandler implements PartitionHandler {
    private static final Logger LOG = Logger.getLogger(RecordsHandler.class);

    private final EventCodec codec;
    private final Ports ports;
    private final TablesUpkeep upkeep;
    private final ParkedReplay replay;
    private final Map<Integer, ParkedTables> parked = new ConcurrentHashMap<>();

    /** Platform threads: Iceberg and Parquet block in ways that pin virtual ones. Shared by all partitions drained here. */
    private final ExecutorService workers = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().name("table-", 0).factory());

    @Inject
    RecordsHandler(
            EventCodec codec,
            ControlPlane control,
            Lakes lakes,
            ClaimStores claims,
            EventPublisher events,
            ParkedLog parked,
            WriterSettings settings,
            Traces traces) {
        this(
                codec,
                new Ports(
                        control,
                        lakes,
                        claims,
                        events,
                        parked,
                        settings,
                        MemoryBudget.of(settings),
                        Window.of(settings),
                        traces,
                        Clock.systemUTC()));
    }

    RecordsHandler(EventCodec codec, Ports ports) {
        this.codec = codec;
        this.ports = ports;
        this.upkeep = new TablesUpkeep(ports);
        this.replay = new ParkedReplay(ports, codec, workers);
    }

    @Override
    public String service() {
        return "writer";
    }

    @Override
    public String topic() {
        return Topics.RECORDS;
    }

    @Override
    public String wakeups() {
        return Topics.WAKEUPS_WRITER;
    }

    /** What waits before what comes; upkeep is in turn with merges because it comes after them, in what is left of the time. */
    @Override
    public boolean drain(SourcePartition source, Messages messages, Instant deadline)
            throws FencedException, InterruptedException {
        Instant stop = upkeep.stopMessagesAt(source, deadline);
        ParkedTables waiting = parked(source.partition());
        waiting.refresh();
        boolean replayed = replay.round(source.partition(), waiting, replayEnd(stop), messages.work());
        var reader = new IncomingReader(codec);
        var drain = new PartitionDrain(
                ports,
                workers,
                waiting,
                new UntilThen(messages, stop, ports.clock()),
                stop,
                message -> readable(reader.read(source, message)));
        boolean finished = drain.run();
        upkeep.touched(source, healthy(waiting, drain.tables()));
        upkeep.round(source, deadline);
        return finished && replayed;
    }

    private Instant replayEnd(Instant stop) {
        Instant end = ports.clock().instant().plus(ports.settings().replayMax());
        return end.isBefore(stop) ? end : stop;
    }

    /** Whether tables wait that are to be tried now. */
    @Override
    public boolean isDue(int partition) throws InterruptedException {
        try {
            parked(partition).refresh();
        } catch (RuntimeException kafka) {
            LOG.warnf("what is parked cannot be seen: partition=%d cause=%s", partition, kafka.getMessage());
            return false;
        }
        return !parked(partition).due().isEmpty();
    }

    private ParkedTables parked(int partition) {
        return parked.computeIfAbsent(partition, number -> new ParkedTables(ports.parked(), number, ports.clock()));
    }

    @Override
    public void meet(List<ConsumerRecord<byte[], byte[]>> messages, DrainWork work) {
        messages.stream()
                .map(ConsumerRecord::key)
                .filter(Objects::nonNull)
                .map(ByteBuffer::wrap)
                .distinct()
                .flatMap(key -> TableKey.parse(new String(key.array(), UTF_8)).stream())
                .forEach(table -> work.met(table.tenant(), table.table()));
    }

    /** A message that nobody can read is put aside, and stops nobody. */
    private Optional<Incoming.OfTable> readable(Incoming message) throws InterruptedException {
        return switch (message) {
            case Incoming.OfTable ofTable -> Optional.of(ofTable);
            case Incoming.Unreadable unreadable -> {
                var sent = new Acknowledgements(ports.settings().factTimeout());
                park(unreadable, sent);
                sent.await();
                yield Optional.empty();
            }
        };
    }

    private static List<TableKey> healthy(ParkedTables waiting, List<TableKey> tables) {
        return tables.stream()
                .filter(table -> waiting.trouble(table.toString()).isEmpty())
                .toList();
    }

    /** Whose it is may be told by its key, even where the rest makes no sense. */
    private void park(Incoming.Unreadable unreadable, Acknowledgements sent) {
        var parked = new Parked(
                unreadable.source(),
                unreadable.message(),
                new Trouble(SliceFailed.Kind.CONFIG, unreadable.reason()),
                Optional.empty());
        LOG.errorf("parked: message=%s reason=%s", parked.place(), unreadable.reason());
        sent.add(ports.parked().add(parked));
        TableKey.of(unreadable.message())
                .ifPresent(
                        table -> tell(new Facts(ports.events(), table, sent), unreadable, "parked-" + parked.place()));
    }

    private static void tell(Facts facts, Incoming.Unreadable unreadable, String id) {
        unreadable
                .completed()
                .ifPresentOrElse(
                        attempt -> facts.failed(attempt, SliceFailed.Kind.CONFIG, unreadable.reason()),
                        () -> facts.rejected(id, Optional.empty(), 1, unreadable.reason()));
    }

    @PreDestroy
    void close() {
        workers.shutdown();
        upkeep.close();
    }
}
