package dev.ingest.writer.drain;

import dev.ingest.contracts.event.RecordsRejected;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceStaged;
import dev.ingest.contracts.event.StreamFailed;
import dev.ingest.contracts.event.StreamRun;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.contracts.event.TableParked;
import dev.ingest.contracts.event.Tally;
import dev.ingest.contracts.event.UsageRecorded;
import dev.ingest.lake.CommitFacts;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.writer.parked.Trouble;
import java.util.Optional;

/** Tells what happened to one table. Whatever is told again is the same, or has the id to know it by. */
final class Facts {
    private final EventPublisher events;
    private final TableKey table;
    private final Acknowledgements sent;

    Facts(EventPublisher events, TableKey table, Acknowledgements sent) {
        this.events = events;
        this.table = table;
        this.sent = sent;
    }

    /**
     * A commit's records are readable, and were used.
     *
     * @param bytes of the records as they arrived
     * @param metadata location of a metadata file that shows the commit
     */
    void committed(CommitFacts commit, long bytes, Optional<String> metadata) {
        var fact = new TableCommitted(
                table.tenant(),
                table.table(),
                commit.snapshotId(),
                commit.committedAt(),
                commit.slice().map(Slices::fromLake),
                commit.cursorState(),
                commit.rest().map(Rests::fromLake),
                commit.records() - commit.rejected(),
                bytes,
                Math.toIntExact(commit.filesWritten()),
                Optional.of(new Tally(commit.records(), commit.rejected(), commit.rowsWritten())),
                commit.refresh().map(Slices::fromLake),
                metadata);
        sent.add(events.fact(fact));
        sent.add(events.usage(UsageRecorded.of(fact)));
    }

    /** The table cannot be committed now; what came for it waits. */
    void parked(Trouble why) {
        sent.add(events.fact(new TableParked(table.tenant(), table.table(), why.kind(), why.reason())));
    }

    /**
     * Records did not become rows.
     *
     * @param id the same when told again
     */
    void rejected(String id, Optional<SliceAttempt> slice, int records, String reason) {
        sent.add(events.fact(new RecordsRejected(table.tenant(), table.table(), id, slice, records, reason)));
    }

    /** A slice of a full refresh waits for the others of its run. */
    void staged(SliceAttempt attempt, CommitFacts commit, long bytes) {
        sent.add(events.fact(
                new SliceStaged(table.tenant(), attempt, commit.rest().map(Rests::fromLake), commit.records(), bytes)));
    }

    /** A full refresh was not swapped in. */
    void failed(StreamRun refresh, SliceFailed.Kind kind, String message) {
        sent.add(events.fact(new StreamFailed(table.tenant(), refresh, kind, message)));
    }

    /** The slice has to be requested again. */
    void failed(SliceAttempt attempt, SliceFailed.Kind kind, String message) {
        sent.add(events.fact(new SliceFailed(table.tenant(), attempt, kind, message)));
    }
}
