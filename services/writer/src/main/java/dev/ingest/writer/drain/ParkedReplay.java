package dev.ingest.writer.drain;

import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.TableCaughtUp;
import dev.ingest.platform.drain.DrainWork;
import dev.ingest.platform.drain.FencedException;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.writer.parked.Parked;
import dev.ingest.writer.parked.ParkedLog;
import dev.ingest.writer.parked.ParkedTables;
import dev.ingest.writer.parked.Trouble;
import dev.ingest.writer.parked.Turns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;

/**
 * Applies what waits for the tables of a partition, before anything that came after it. Messages have the place that they had
 * among the records: what a table holds already, it knows by that, however often it was put aside.
 */
final class ParkedReplay {
    private static final Logger LOG = Logger.getLogger(ParkedReplay.class);

    private final Ports ports;
    private final EventCodec codec;
    private final ExecutorService workers;

    ParkedReplay(Ports ports, EventCodec codec, ExecutorService workers) {
        this.ports = ports;
        this.codec = codec;
        this.workers = workers;
    }

    /**
     * Tries the tables whose turn has come.
     *
     * @return false if the time was over before that
     */
    boolean round(int partition, ParkedTables tables, Instant end, DrainWork work)
            throws FencedException, InterruptedException {
        var pass = new Pass(tables, new TreeSet<>(tables.due()), end, work);
        boolean finished = pass.due.isEmpty() || pass.run(partition);
        tables.save();
        return finished;
    }

    private record Place(String table, SourcePartition source) {}

    private record Waiting(Incoming.OfTable message, long run) {}

    private final class Pass {
        private final ParkedTables tables;
        private final Set<String> due;
        private final Instant end;
        private final DrainWork work;
        private final IncomingReader reader = new IncomingReader(codec);
        private final Turns turns = new Turns();
        private final Map<Place, Long> met = new HashMap<>();
        private boolean late;

        Pass(ParkedTables tables, Set<String> due, Instant end, DrainWork work) {
            this.tables = tables;
            this.due = due;
            this.end = end;
            this.work = work;
        }

        boolean run(int partition) throws FencedException, InterruptedException {
            try (ParkedLog.Reader log = ports.parked().read(partition, tables.from(due), tables.end())) {
                List<ParkedLog.At> read = log.next();
                while (!read.isEmpty() && !due.isEmpty()) {
                    if (!ports.clock().instant().isBefore(end)) {
                        return false;
                    }
                    apply(waiting(read));
                    read = log.next();
                }
            }
            due.forEach(this::caughtUp);
            return !late;
        }

        private void caughtUp(String table) {
            tables.caughtUp(table);
            LOG.infof("caught up: table=%s", table);
            TableKey.parse(table)
                    .ifPresent(key -> ports.events()
                            .fact(new TableCaughtUp(key.tenant(), key.table()))
                            .whenComplete((told, failure) -> {
                                if (failure != null) {
                                    LOG.warnf(failure, "nobody heard of it: table=%s", key);
                                }
                            }));
        }

        private Map<TableKey, List<Waiting>> waiting(List<ParkedLog.At> read) {
            Map<TableKey, List<Waiting>> byTable = new LinkedHashMap<>();
            for (ParkedLog.At at : read) {
                if (at.parked().isEmpty() || at.parked().get().turn().isEmpty()) {
                    continue;
                }
                Parked parked = at.parked().get();
                OptionalLong run = turns.meet(
                        parked.turn().orElseThrow(),
                        at.offset(),
                        Instant.ofEpochMilli(parked.message().timestamp()));
                if (run.isPresent() && due.contains(parked.table()) && isNew(parked)) {
                    add(byTable, parked, run.getAsLong());
                }
            }
            return byTable;
        }

        /** A message that was put aside twice is met once: within one commit nothing else would tell. */
        private boolean isNew(Parked parked) {
            var place = new Place(parked.table(), parked.source());
            long before = met.getOrDefault(place, -1L);
            met.put(place, Math.max(before, parked.message().offset()));
            return parked.message().offset() > before;
        }

        private void add(Map<TableKey, List<Waiting>> byTable, Parked parked, long run) {
            switch (reader.read(parked.source(), parked.message())) {
                case Incoming.OfTable message ->
                    byTable.computeIfAbsent(message.table(), first -> new ArrayList<>())
                            .add(new Waiting(message, run));
                case Incoming.Unreadable unreadable ->
                    // It was readable when it was put aside: this process is older than the one that did that.
                    failed(
                            parked.table(),
                            run,
                            new Trouble(
                                    SliceFailed.Kind.TRANSIENT,
                                    "parked message %s: %s".formatted(parked.place(), unreadable.reason())));
            }
        }

        private void apply(Map<TableKey, List<Waiting>> byTable) throws FencedException, InterruptedException {
            List<TableWork> works = new ArrayList<>();
            byTable.forEach((key, waiting) -> works.add(TableWork.ofReplay(
                    ports, key, waiting.stream().map(Waiting::message).toList(), end, work)));
            List<Future<List<Incoming.OfTable>>> results = workers.invokeAll(works);
            int next = 0;
            for (Map.Entry<TableKey, List<Waiting>> table : byTable.entrySet()) {
                settle(table.getKey().toString(), table.getValue(), results.get(next++));
            }
        }

        private void settle(String table, List<Waiting> waiting, Future<List<Incoming.OfTable>> result)
                throws FencedException, InterruptedException {
            try {
                reached(table, waiting, result.get());
            } catch (ExecutionException failure) {
                failed(table, waiting.getFirst().run(), trouble(table, Objects.requireNonNull(failure.getCause())));
            }
        }

        private void failed(String table, long run, Trouble why) {
            due.remove(table);
            tables.reached(table, run);
            tables.failed(table, why);
        }

        private void reached(String table, List<Waiting> waiting, List<Incoming.OfTable> left) {
            if (left.isEmpty()) {
                tables.reached(table, waiting.getLast().run());
                return;
            }
            late = true;
            due.remove(table);
            waiting.stream()
                    .filter(one -> left.contains(one.message()))
                    .findFirst()
                    .ifPresent(first -> tables.reached(table, first.run()));
        }

        private Trouble trouble(String table, Throwable failure) throws FencedException, InterruptedException {
            return switch (failure) {
                case FencedException fenced -> throw fenced;
                case InterruptedException stop -> throw stop;
                case Error error -> throw error;
                case UnacknowledgedException kafka -> throw kafka;
                case StillWaitingException waiting -> waiting.why();
                default -> {
                    LOG.warnf("still waiting: table=%s cause=%s", table, failure.getMessage());
                    yield new Trouble(SliceFailed.Kind.TRANSIENT, String.valueOf(failure.getMessage()));
                }
            };
        }
    }
}
