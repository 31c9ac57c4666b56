package dev.ingest.writer.drain;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.DoUpkeep;
import dev.ingest.platform.drain.SourcePartition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Looks after the tables of a partition when its messages are done, in what is left of the drain's time: those first that have
 * waited longest, in turns, so that a giant table does not starve the others. What does not fit waits for the
 * partition's next drain, which a marker on the partition brings about; were this process to die, the scheduler reminds of it.
 */
final class TablesUpkeep {
    private static final Logger LOG = Logger.getLogger(TablesUpkeep.class);

    /** Rounds: each has its part of the memory for compactions, and leaves cores to the merges. */
    static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);

    private final Ports ports;
    private final OldClaims claims;
    private final Ulid ids;

    /** Not those of the merges: other partitions' commits do not wait for this. */
    private final ExecutorService workers = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().name("upkeep-", 0).factory());

    /** Tables that wait, in the order of their turns, by partition, with the time at which each may be looked at. */
    private final Map<Integer, LinkedHashMap<TableKey, Instant>> waiting = new ConcurrentHashMap<>();

    /** When a table was last looked at, for as long as it is not to be looked at again. */
    private final Map<TableKey, Instant> looked = new ConcurrentHashMap<>();

    TablesUpkeep(Ports ports) {
        this.ports = ports;
        this.claims = new OldClaims(ports);
        this.ids = new Ulid(ports.clock());
    }

    /** Notes tables that a drain has messages of. A partition is drained by one thread at a time. */
    void touched(SourcePartition source, Collection<TableKey> tables) {
        if (ports.settings().upkeep().enabled()) {
            tables.forEach(table -> waiting(source).putIfAbsent(table, due(table)));
        }
    }

    /** When new messages are to wait: at the deadline, or sooner when tables wait that had no turn in an earlier drain. */
    Instant stopMessagesAt(SourcePartition source, Instant deadline) {
        return ready(source).isEmpty()
                ? deadline
                : deadline.minus(ports.settings().upkeep().roundMax());
    }

    /** Looks after those that wait, until the deadline at the latest. */
    void round(SourcePartition source, Instant deadline) throws InterruptedException {
        Instant end =
                earlier(ports.clock().instant().plus(ports.settings().upkeep().roundMax()), deadline);
        for (TableKey table : ready(source)) {
            if (!ports.clock().instant().isBefore(end)) {
                break;
            }
            waiting(source).remove(table);
            if (lookAfter(table, end)) {
                // behind those that had no turn yet
                waiting(source).put(table, ports.clock().instant());
            }
            looked.put(table, ports.clock().instant());
        }
        List<TableKey> left = ready(source);
        if (!left.isEmpty()) {
            remind(left.getFirst());
        }
    }

    /** Answers whether the table wants another turn. */
    private boolean lookAfter(TableKey table, Instant end) throws InterruptedException {
        try {
            return workers.submit(new UpkeepRound(ports, table, claims, end)).get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(failure.getCause());
        }
    }

    /** Whoever drains the partition next finds this among its messages, in this process or another. */
    private void remind(TableKey table) {
        LOG.debugf("upkeep goes on in another drain: table=%s", table);
        ports.events()
                .marker(table.tenant(), table.table(), new DoUpkeep(ids.next()))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warnf(failure, "no reminder of upkeep: table=%s", table);
                    }
                });
    }

    void close() {
        workers.shutdown();
    }

    private List<TableKey> ready(SourcePartition source) {
        Instant now = ports.clock().instant();
        return waiting(source).entrySet().stream()
                .filter(table -> !table.getValue().isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private Instant due(TableKey table) {
        Instant now = ports.clock().instant();
        Duration pause = ports.settings().upkeep().pause();
        looked.values().removeIf(before -> before.plus(pause).isBefore(now));
        Instant before = looked.get(table);
        return before == null ? now : before.plus(pause);
    }

    private Map<TableKey, Instant> waiting(SourcePartition source) {
        return waiting.computeIfAbsent(source.partition(), partition -> new LinkedHashMap<>());
    }
}
