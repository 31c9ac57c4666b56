package dev.ingest.writer.drain;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.config.TableSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.destination.Lakes;
import dev.ingest.lake.Lake;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.TableConflictException;
import dev.ingest.platform.drain.DrainWork;
import dev.ingest.platform.drain.FencedException;
import dev.ingest.platform.trace.Traces;
import dev.ingest.writer.iceberg.TableSpecs;
import dev.ingest.writer.parked.ParkedTables;
import dev.ingest.writer.parked.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * One table's turn: some of its messages, in steps. Its result is what is not done, in its order: what did not fit the turn, or
 * what the deadline came before.
 *
 * <p>Two kinds of trouble, two answers. A table that cannot be committed now (its catalog or store is away, conflicts do not
 * end) fails the drain after {@link WriterSettings#commitPatience}: the partition stays where it is, the drain is reported as
 * failed, and the next wakeup tries again. A table that cannot be committed until someone changes something (the control plane
 * does not know it, its specification or destination makes no sense, the table that is there is another one), or whose messages
 * have waited for {@link WriterSettings#outageMax}, has them put on {@code ingest.parked} in their order, and from then on all
 * that come after them, until they are replayed. Its neighbours on the partition go on. Nothing is dropped.
 */
final class TableWork implements Callable<List<Incoming.OfTable>> {
    private final Ports ports;
    private final TableKey key;
    private final Instant deadline;
    private final DrainWork work;
    private final Optional<ParkedTables> parked;
    private final Acknowledgements sent;
    private final Facts facts;
    private final Insistence insist;
    private final Aside aside;

    /** What is not done; all messages until the table is open. */
    private List<Incoming.OfTable> left;

    private TableWork(
            Ports ports,
            TableKey key,
            List<Incoming.OfTable> messages,
            Instant deadline,
            DrainWork work,
            Optional<ParkedTables> parked) {
        this.ports = ports;
        this.key = key;
        this.deadline = deadline;
        this.work = work;
        this.parked = parked;
        this.sent = new Acknowledgements(ports.settings().factTimeout());
        this.facts = new Facts(ports.events(), key, sent);
        // What is replayed is aside already: its table is tried once, and then its neighbours.
        Duration patience = parked.isPresent() ? ports.settings().commitPatience() : Duration.ZERO;
        this.insist = new Insistence(key, patience, ports.settings().commitPause(), deadline, ports.clock());
        this.aside = parked.<Aside>map(
                        tables -> new Aside.InLog(ports.parked(), tables, key, facts, sent, new Ulid(ports.clock())))
                .orElseGet(Aside.Stays::new);
        this.left = List.copyOf(messages);
    }

    /** @param parked what waits on the partition, this table's messages or not */
    static TableWork ofRecords(
            Ports ports,
            TableKey key,
            List<Incoming.OfTable> messages,
            Instant deadline,
            DrainWork work,
            ParkedTables parked) {
        return new TableWork(ports, key, messages, deadline, work, Optional.of(parked));
    }

    /** Of messages that wait: they stay where they are if they cannot be applied, which fails. */
    static TableWork ofReplay(
            Ports ports, TableKey key, List<Incoming.OfTable> messages, Instant deadline, DrainWork work) {
        return new TableWork(ports, key, messages, deadline, work, Optional.empty());
    }

    @Override
    public List<Incoming.OfTable> call() throws FencedException, InterruptedException {
        Optional<Trouble> before = parked.flatMap(tables -> tables.trouble(key.toString()));
        if (before.isPresent()) {
            // Nothing overtakes what waits.
            put(before.get());
        } else {
            applyOrPut();
        }
        sent.await();
        return left;
    }

    private void applyOrPut() throws FencedException, InterruptedException {
        try {
            applyAndTell();
        } catch (IngestException refused) {
            if (refused.code() != ErrorCode.NOT_FOUND && refused.code() != ErrorCode.INVALID_ARGUMENT) {
                throw refused;
            }
            put(new Trouble(SliceFailed.Kind.CONFIG, String.valueOf(refused.getMessage())));
        } catch (TableConflictException conflict) {
            put(new Trouble(SliceFailed.Kind.CONFIG, String.valueOf(conflict.getMessage())));
        }
    }

    private void applyAndTell() throws FencedException, InterruptedException {
        try {
            apply();
        } catch (RuntimeException failure) {
            work.failed(key.tenant(), key.table());
            throw failure;
        }
    }

    private void apply() throws FencedException, InterruptedException {
        TableSpec spec = ports.control().table(key.tenant(), key.table());
        dev.ingest.lake.TableSpec inLake = TableSpecs.inLake(spec);
        try (Lakes.Lease lease = ports.lakes().lease(key.tenant(), spec.destination())) {
            commit(spec, lease.lake(), insist.on(() -> lease.lake().table(inLake)));
        } catch (IngestException | TableConflictException | UnacknowledgedException notAway) {
            throw notAway;
        } catch (RuntimeException away) {
            if (Thread.currentThread().isInterrupted() || left.isEmpty() || !hasWaitedLong()) {
                throw away;
            }
            put(new Trouble(
                    SliceFailed.Kind.TRANSIENT,
                    "no commit for %s: %s".formatted(ports.settings().outageMax(), away.getMessage())));
        }
    }

    /** The log itself says since when, whichever process was there to see it. */
    private boolean hasWaitedLong() {
        long oldest = left.getFirst().message().timestamp();
        return !ports.clock()
                .instant()
                .isBefore(Instant.ofEpochMilli(oldest).plus(ports.settings().outageMax()));
    }

    private void commit(TableSpec spec, Lake lake, LakeTable table) throws FencedException, InterruptedException {
        try (var claimed = new ClaimedRecords(
                () -> ports.claims().open(key.tenant(), spec.destination()),
                ports.settings().recordBytesMax())) {
            TableWriter writer = writer(lake, table, claimed);
            int batch = Math.max(1, spec.batch());
            var budget = new Budget();
            for (Step step : Steps.of(left, batch, ports.settings().stepBytesMax())) {
                if (!ports.clock().instant().isBefore(deadline) || !budget.allows(step)) {
                    return;
                }
                perform(writer, step, batch);
                done(step);
            }
        }
    }

    private void done(Step step) {
        Set<Object> done = Collections.newSetFromMap(new IdentityHashMap<>());
        done.addAll(step.messages());
        left = left.stream().filter(message -> !done.contains(message)).toList();
    }

    /** What one turn may do: then it is the next table's. */
    private final class Budget {
        private int steps;
        private long bytes;

        boolean allows(Step step) {
            steps++;
            bytes += step.bytes();
            return parked.isEmpty()
                    || steps == 1
                    || steps <= ports.settings().turnStepsMax()
                            && bytes <= ports.settings().stepBytesMax();
        }
    }

    private void perform(TableWriter writer, Step step, int batch) throws FencedException, InterruptedException {
        try (var _ = ports.memory().take(step.bytes())) {
            Instant began = ports.clock().instant();
            traced(writer, step);
            Duration took = Duration.between(began, ports.clock().instant());
            work.worked(key.tenant(), key.table(), batch, step.records(), took);
        }
    }

    private void traced(TableWriter writer, Step step) throws FencedException, InterruptedException {
        var headers = step.messages().stream().map(message -> message.message().headers());
        var about = Map.of("table", key.toString(), "records", String.valueOf(step.records()));
        try (Traces.Working traced = ports.traces().working(headers, step.work(), about)) {
            writer.perform(step);
            traced.done();
        }
    }

    private TableWriter writer(Lake lake, LakeTable table, ClaimedRecords claimed) {
        return new TableWriter(
                key,
                lake,
                table,
                claimed,
                insist,
                facts,
                new Rejections(key, () -> lake.deadLetters(table.id()), claimed, facts, sent, ports.clock()),
                new Letters(() -> lake.deadLetters(table.id()), ports.clock()),
                new Replay(key, ports.events(), sent, deadline, ports.clock()));
    }

    /** Some of these may be applied already: whoever replays them finds that out as a drain does. */
    private void put(Trouble why) {
        aside.put(left, why);
        left = List.of();
    }
}
