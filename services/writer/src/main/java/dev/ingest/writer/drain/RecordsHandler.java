package dev.ingest.writer.drain;

import dev.ingest.contracts.Topics;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.destination.ClaimStores;
import dev.ingest.destination.Lakes;
import dev.ingest.platform.control.ControlPlane;
import dev.ingest.platform.drain.BatchHandler;
import dev.ingest.platform.drain.DrainWork;
import dev.ingest.platform.drain.FencedException;
import dev.ingest.platform.drain.Messages;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.writer.kafka.Parking;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Turns a batch of {@code ingest.records} into commits, table by table. Tables of a batch are worked on side by side, as many
 * as there are processors; what belongs to one table stays in its order. A message that cannot be read is parked.
 */
@Singleton
public final class RecordsHandler implements BatchHandler {
    private static final Logger LOG = Logger.getLogger(RecordsHandler.class);

    private final IncomingReader reader;
    private final Ports ports;
    private final TablesUpkeep upkeep;

    /** Platform threads: Iceberg and Parquet block in ways that pin virtual ones. Shared by all partitions drained here. */
    private final ExecutorService workers = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().name("table-", 0).factory());

    RecordsHandler(
            EventCodec codec,
            ControlPlane control,
            Lakes lakes,
            ClaimStores claims,
            EventPublisher events,
            Parking parking,
            WriterSettings settings) {
        this.reader = new IncomingReader(codec);
        Clock clock = Clock.systemUTC();
        var outages = new Outages(settings.outageMax(), clock);
        this.ports = new Ports(
                control,
                lakes,
                claims,
                events,
                parking,
                settings,
                outages,
                new MemoryBudget(settings.memoryBytesMax()),
                clock);
        this.upkeep = new TablesUpkeep(ports);
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

    /** Messages first; what they left of the time is for upkeep, which is in turn with merges because it comes after them. */
    @Override
    public boolean drain(SourcePartition source, Messages messages, Instant deadline)
            throws FencedException, InterruptedException {
        Instant stop = upkeep.stopMessagesAt(source, deadline);
        boolean finished = BatchHandler.super.drain(source, new UntilThen(messages, stop, ports.clock()), stop);
        upkeep.round(source, deadline);
        return finished;
    }

    @Override
    public void meet(List<ConsumerRecord<byte[], byte[]>> messages, DrainWork work) {
        messages.forEach(message -> TableKey.of(message).ifPresent(table -> work.met(table.tenant(), table.table())));
    }

    @Override
    public int handle(
            SourcePartition source, List<ConsumerRecord<byte[], byte[]>> messages, Instant deadline, DrainWork work)
            throws FencedException, InterruptedException {
        Map<TableKey, List<Incoming.OfTable>> byTable = new LinkedHashMap<>();
        var parked = new Acknowledgements(ports.settings().factTimeout());
        for (int index = 0; index < messages.size(); index++) {
            switch (reader.read(index, messages.get(index))) {
                case Incoming.OfTable message ->
                    byTable.computeIfAbsent(message.table(), first -> new ArrayList<>())
                            .add(message);
                case Incoming.Unreadable unreadable -> park(source, unreadable, parked);
            }
        }
        List<TableWork> works = new ArrayList<>();
        byTable.forEach((table, ofTable) -> works.add(new TableWork(ports, table, source, ofTable, deadline, work)));
        List<Future<Integer>> results = workers.invokeAll(works);
        parked.await();
        upkeep.touched(source, byTable.keySet());
        return Math.min(messages.size(), firstUndone(results));
    }

    /** Whose it is may be told by its key, even where the rest makes no sense. */
    private void park(SourcePartition source, Incoming.Unreadable unreadable, Acknowledgements parked) {
        String place = Parking.place(source, unreadable.message());
        LOG.errorf("parked: message=%s reason=%s", place, unreadable.reason());
        parked.add(ports.parking().park(source, unreadable.message(), unreadable.reason()));
        TableKey.of(unreadable.message())
                .ifPresent(table -> tell(new Facts(ports.events(), table, parked), unreadable, "parked-" + place));
    }

    private static void tell(Facts facts, Incoming.Unreadable unreadable, String id) {
        unreadable
                .completed()
                .ifPresentOrElse(
                        attempt -> facts.failed(attempt, SliceFailed.Kind.CONFIG, unreadable.reason()),
                        () -> facts.rejected(id, Optional.empty(), 1, unreadable.reason()));
    }

    /** All tables have had their turn: one that fails does not keep the others from their commits. */
    private static int firstUndone(List<Future<Integer>> results) throws FencedException, InterruptedException {
        int undone = TableWork.DONE;
        List<Throwable> failures = new ArrayList<>();
        for (Future<Integer> result : results) {
            try {
                undone = Math.min(undone, result.get());
            } catch (ExecutionException failure) {
                failures.add(failure.getCause());
            }
        }
        if (!failures.isEmpty()) {
            throw fail(failures);
        }
        return undone;
    }

    private static RuntimeException fail(List<Throwable> failures) throws FencedException, InterruptedException {
        Throwable first = failures.getFirst();
        failures.stream().skip(1).forEach(first::addSuppressed);
        switch (first) {
            case FencedException fenced -> throw fenced;
            case InterruptedException stop -> throw stop;
            case RuntimeException failure -> {
                return failure;
            }
            case Error error -> throw error;
            default -> {
                return new IllegalStateException(first);
            }
        }
    }

    @PreDestroy
    void close() {
        workers.shutdown();
        upkeep.close();
    }
}
