package dev.ingest.writer.drain;

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
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.writer.iceberg.TableSpecs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * One table's part of a batch. Its result is the place in the batch of the first message that is not done, {@link #DONE} if
 * there is none.
 *
 * <p>Two kinds of trouble, two answers. A table that cannot be committed now (its catalog or store is away, conflicts do not
 * end) fails the drain after {@link WriterSettings#commitPatience}: the partition stays where it is, the drain is reported as
 * failed, and the next wakeup tries again. A table that cannot be committed until someone changes something (the control plane
 * does not know it, its specification or destination makes no sense, the table that is there is another one), or that could
 * not for {@link WriterSettings#outageMax}, has its messages put on {@code ingest.parked} in their order, with the reason, and
 * its neighbours on the partition go on. Nothing is dropped.
 */
final class TableWork implements Callable<Integer> {
    static final int DONE = Integer.MAX_VALUE;

    private final Ports ports;
    private final TableKey key;
    private final SourcePartition source;
    private final List<Incoming.OfTable> messages;
    private final Instant deadline;
    private final DrainWork work;
    private final Acknowledgements sent;
    private final Facts facts;
    private final Insistence insist;

    /** What is not done; all messages until the table is open. */
    private int undone;

    TableWork(
            Ports ports,
            TableKey key,
            SourcePartition source,
            List<Incoming.OfTable> messages,
            Instant deadline,
            DrainWork work) {
        this.ports = ports;
        this.key = key;
        this.source = source;
        this.messages = messages;
        this.deadline = deadline;
        this.work = work;
        this.sent = new Acknowledgements(ports.settings().factTimeout());
        this.facts = new Facts(ports.events(), key, sent);
        this.insist =
                new Insistence(key, patience(ports, key), ports.settings().commitPause(), deadline, ports.clock());
        this.undone = messages.getFirst().index();
    }

    /** Whoever has waited in vain for so long tries once: its neighbours are waiting. */
    private static Duration patience(Ports ports, TableKey key) {
        return ports.outages().isOverLong(key)
                ? Duration.ZERO
                : ports.settings().commitPatience();
    }

    @Override
    public Integer call() throws FencedException, InterruptedException {
        try {
            applyAndTell();
        } catch (IngestException refused) {
            if (refused.code() != ErrorCode.NOT_FOUND && refused.code() != ErrorCode.INVALID_ARGUMENT) {
                throw refused;
            }
            park(SliceFailed.Kind.CONFIG, String.valueOf(refused.getMessage()));
        } catch (TableConflictException conflict) {
            park(SliceFailed.Kind.CONFIG, String.valueOf(conflict.getMessage()));
        }
        sent.await();
        return undone;
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
            if (Thread.currentThread().isInterrupted() || !isOverLong()) {
                throw away;
            }
            park(
                    SliceFailed.Kind.TRANSIENT,
                    "no commit for %s: %s".formatted(ports.outages().outageMax(), away.getMessage()));
        }
    }

    private boolean isOverLong() {
        ports.outages().failed(key);
        return ports.outages().isOverLong(key);
    }

    private void commit(TableSpec spec, Lake lake, LakeTable table) throws FencedException, InterruptedException {
        try (var claimed = new ClaimedRecords(
                () -> ports.claims().open(key.tenant(), spec.destination()),
                ports.settings().recordBytesMax())) {
            TableWriter writer = writer(lake, table, claimed);
            int batch = Math.max(1, spec.batch());
            List<Step> steps = Steps.of(messages, batch, ports.settings().stepBytesMax());
            for (int next = 0; next < steps.size(); next++) {
                undone = firstOf(steps.subList(next, steps.size()));
                if (!ports.clock().instant().isBefore(deadline) || !perform(writer, steps.get(next), batch)) {
                    return;
                }
                ports.outages().committed(key);
            }
        }
        undone = DONE;
    }

    private boolean perform(TableWriter writer, Step step, int batch) throws FencedException, InterruptedException {
        try (var _ = ports.memory().take(step.bytes())) {
            Instant began = ports.clock().instant();
            boolean done = writer.perform(step);
            Duration took = Duration.between(began, ports.clock().instant());
            work.worked(key.tenant(), key.table(), batch, step.records(), took);
            return done;
        }
    }

    private TableWriter writer(Lake lake, LakeTable table, ClaimedRecords claimed) {
        return new TableWriter(
                key,
                source,
                lake,
                table,
                claimed,
                insist,
                facts,
                new Rejections(key, source, () -> lake.deadLetters(table.id()), claimed, facts, sent, ports.clock()),
                new Replay(key, ports.events(), sent, deadline, ports.clock()));
    }

    private static int firstOf(List<Step> steps) {
        return steps.stream().mapToInt(Step::first).min().orElse(DONE);
    }

    /** Some of these may be applied already: whoever replays them finds that out as a drain does. */
    private void park(SliceFailed.Kind kind, String reason) {
        new Parked(ports.parking(), source, facts, sent)
                .park(
                        messages.stream()
                                .filter(message -> message.index() >= undone)
                                .toList(),
                        kind,
                        reason);
        undone = DONE;
    }
}
