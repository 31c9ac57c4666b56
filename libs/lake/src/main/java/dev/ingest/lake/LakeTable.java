package dev.ingest.lake;

import dev.ingest.lake.index.KeyIndex;
import dev.ingest.lake.upkeep.Upkeep;
import dev.ingest.lake.upkeep.UpkeepPolicy;
import dev.ingest.lake.upkeep.UpkeepResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;

/**
 * A table of a lake. Calls are made one after another; what they write goes through the calling thread, which should be a
 * platform thread.
 *
 * <p>Pushed records go to main at once. A slice's pages are staged out of sight and published whole. Both tell main in the
 * same commit what was applied, so that repeating any call is harmless.
 */
public final class LakeTable {

    private final Engine engine;
    private final Table table;
    private final Reading reading;

    LakeTable(TableSpec spec, Table table, KeyIndex index, CopyOnWrite copyOnWrite) {
        this(spec, table, CommitLoop.PAUSE, index, copyOnWrite);
    }

    /** @param commitPause before a commit is tried again */
    LakeTable(TableSpec spec, Table table, Duration commitPause, KeyIndex index, CopyOnWrite copyOnWrite) {
        this.engine = new Engine(spec, table, commitPause, index, copyOnWrite);
        this.table = table;
        this.reading = new Reading(spec.id(), table);
    }

    public TableId id() {
        return engine.spec().id();
    }

    /** What the table was made or opened as. Its columns may have become more: see {@link #columns()}. */
    public TableSpec spec() {
        return engine.spec();
    }

    /** The columns as they are now. */
    public synchronized List<Column> columns() {
        table.refresh();
        return Types.columns(table.schema());
    }

    /** Location of the metadata file that shows what was seen last here, for readers that are told a file and ask no catalog. */
    public synchronized Optional<String> metadataFile() {
        return table instanceof HasTableOperations known
                ? Optional.ofNullable(known.operations().current().metadataFileLocation())
                : Optional.empty();
    }

    /** What is on main now. To be asked when a drain begins: a handle that has not looked for a while is fenced. */
    public synchronized Progress progress() {
        table.refresh();
        return engine.progress();
    }

    /**
     * Applies messages to main. Those that are applied already, by the offsets on main, are left out.
     *
     * @param upTo the offsets to be on main afterwards; they cover the batch, and may go beyond it over messages of other tables
     * @throws FencedException when others have applied messages of these partitions since this handle last looked. It has looked
     *     again: pushing once more leaves out what they applied
     * @throws CommitFailure when the outcome is unknown or conflicts do not end; the same push may be repeated
     * @throws ProgressLostException when main no longer says what was applied
     */
    public synchronized PushResult push(Batch batch, Offsets upTo, RejectionHandler handler) {
        return new Push(engine).push(batch, upTo, handler);
    }

    /**
     * Puts pages of an attempt on its branch. Pages that are there already are left out; the first page of a newer attempt drops
     * what older ones have staged.
     *
     * @throws FencedException when someone else stages the same attempt
     * @throws IllegalArgumentException for deletes, which can be pushed only
     */
    public synchronized StageResult stage(SliceAttempt attempt, Batch pages, RejectionHandler handler) {
        return new Stage(engine).stage(attempt, pages, handler);
    }

    /**
     * Puts a completed slice on main, also an empty one: it is progress too. Then its branches are dropped.
     *
     * @param expected what the branch must hold
     * @param reached kept in the commit's facts
     * @param offsets of pushed messages to be on main afterwards; {@link Offsets#none()} where nothing is pushed to this table
     * @throws MismatchException when the branch holds something else; nothing changed
     */
    public synchronized PublishResult publish(
            SliceAttempt attempt, Expected expected, Reached reached, Offsets offsets) {
        return new Publish(engine, StagedRows.KEYS_MAX).publish(attempt, expected, reached, offsets);
    }

    /**
     * Puts a completed slice of a full refresh on its run's branch, out of sight until {@link #swap}. What earlier runs of the stream
     * have collected is dropped: they were given up.
     *
     * @param expected what the attempt's branch must hold
     * @return as for {@link #publish}; {@link PublishResult.AlreadyApplied} without a commit if this run, or a later one, is on main
     * @throws MismatchException when the branch holds something else; nothing changed
     */
    public synchronized PublishResult collect(SliceAttempt attempt, Expected expected, Reached reached) {
        return new Swap(engine).collect(attempt, expected, reached);
    }

    /**
     * Replaces everything on main by what a run has collected, in one commit. Then the run's branch is dropped, and those of the
     * runs before it.
     *
     * @param expected what the run's branch must hold
     * @return {@link PublishResult.AlreadyApplied} without a commit if a later run is on main
     * @throws IncompleteRefreshException when the branch holds something else; it is dropped, and main is as it was
     */
    public synchronized PublishResult swap(Refresh refresh, Collected expected) {
        return new Swap(engine).swap(refresh, expected);
    }

    /** Puts a completed slice that left nothing on main. */
    public PublishResult publish(
            SliceAttempt attempt, Expected expected, Optional<String> cursorState, Offsets offsets) {
        return publish(attempt, expected, Reached.all(cursorState), offsets);
    }

    /**
     * Keeps the table fast and small: does what is due and fits before the deadline. To be called in turn with merges, after what
     * they committed has been told: states of the table that are forgotten tell nothing any more.
     */
    public synchronized UpkeepResult upkeep(UpkeepPolicy policy, Clock clock, Instant deadline) {
        table.refresh();
        return new Upkeep(table, new Books(engine.history()), policy, clock, deadline).run();
    }

    /** Drops what an attempt has staged, if anything. */
    public synchronized void drop(SliceAttempt attempt) {
        table.refresh();
        engine.dropBranch(attempt);
    }

    /** Reads rows. The table may change meanwhile: they stay those of the snapshot at the call. */
    public synchronized Rows rows(RowQuery query) {
        table.refresh();
        return reading.rows(query);
    }

    /**
     * The files whose rows may match, the one that may hold the newest rows first: whoever wants the newest may stop where a file
     * can hold none that are newer than what was found.
     *
     * @param query whose limit counts for nothing, and whose columns are named
     * @param time a column of type timestamptz
     */
    public synchronized List<FileRows> newestFirst(RowQuery query, String time) {
        table.refresh();
        return reading.newestFirst(query, time);
    }

    /** The schemas that the table remembers, oldest first. */
    public synchronized List<SchemaVersion> schemas() {
        table.refresh();
        return reading.schemas();
    }

    /** How many rows a reader gets now. */
    public synchronized long count() {
        table.refresh();
        return reading.count();
    }

    /** The states of main that can be read, oldest first. */
    public synchronized List<SnapshotInfo> snapshots() {
        table.refresh();
        return reading.snapshots();
    }

    /** For what is built on top within this module. */
    Engine engine() {
        return engine;
    }
}
