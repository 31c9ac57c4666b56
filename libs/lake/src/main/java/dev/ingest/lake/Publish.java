package dev.ingest.lake;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;

/** Puts a completed slice on main, or on the branch of a full refresh: all of it in one ordinary commit, or none. */
final class Publish {

    private final Engine engine;
    private final int keysMax;
    private final String target;

    Publish(Engine engine, int keysMax) {
        this(engine, keysMax, SnapshotRef.MAIN_BRANCH);
    }

    Publish(Engine engine, int keysMax, String target) {
        this.engine = engine;
        this.keysMax = keysMax;
        this.target = target;
    }

    PublishResult publish(SliceAttempt slice, Expected expected, Reached reached, Offsets offsets) {
        engine.table().refresh();
        if (isApplied(slice, target())) {
            return already(slice);
        }
        Optional<Snapshot> branch = engine.branch(slice);
        Expected found = found(branch);
        if (!found.equals(expected)) {
            Optional<String> newer = newer(slice);
            if (newer.isPresent()) {
                return new PublishResult.Superseded(newer.get());
            }
            throw new MismatchException(engine.spec().id(), slice, expected, found);
        }
        Optional<Snapshot> committed = engine.loop(target).run((head, files) -> {
            if (isApplied(slice, head)) {
                return Optional.<RowDelta>empty();
            }
            var commit = new MainCommit(engine, head, target);
            describe(commit, slice, branch, reached, offsets);
            branch.ifPresent(staged -> adopt(commit, slice, files));
            return commit.update();
        });
        if (committed.isEmpty()) {
            return already(slice);
        }
        engine.attempts(slice).forEach(engine::dropBranch);
        return new PublishResult.Published(engine.history().facts(committed.get()));
    }

    private void describe(
            MainCommit commit, SliceAttempt slice, Optional<Snapshot> branch, Reached reached, Offsets offsets) {
        Progress before = engine.history().progress(commit.head());
        long records = branch.map(head -> Summary.number(head, Summary.RECORDS)).orElse(0L);
        long rejected =
                branch.map(head -> Summary.number(head, Summary.REJECTED)).orElse(0L);
        commit.kind(CommitFacts.Kind.PUBLISH, before.withOffsets(offsets).withSlice(slice))
                .set(Summary.SLICE, Summary.write(slice))
                .records(records, rejected);
        if (!target.equals(SnapshotRef.MAIN_BRANCH)) {
            collected(commit, Summary.COLLECTED, records);
            collected(commit, Summary.COLLECTED_REJECTED, rejected);
        }
        reached.cursorState().ifPresent(state -> commit.set(Summary.CURSOR_STATE, state));
        reached.rest().ifPresent(rest -> commit.set(Summary.REST, rest));
    }

    /** Writes the versions that are not in the table as they are on the branch. */
    private StagedRows.Losers histories(MainCommit commit, StagedRows staged, AttemptFiles files) {
        var losers = new StagedRows.Losers(new DeadRows(), new DeadRows());
        staged.histories(history -> {
            HistoryMerge.Changes changes = history.settle(commit.head().snapshotId());
            commit.write(changes, engine.layout(), files);
            losers.staged().addAll(changes.staged());
            losers.main().addAll(changes.main());
        });
        return losers;
    }

    private static void collected(MainCommit commit, String name, long more) {
        commit.set(name, Long.toString(Summary.number(commit.head(), name) + more));
    }

    /** Adds the branch's files, less the rows that lose, and deletes the rows of main that lose to them. */
    private void adopt(MainCommit commit, SliceAttempt slice, AttemptFiles files) {
        var staged = new StagedRows(engine, engine.layout(), slice.branch(), keysMax);
        StagedRows.Losers losers = engine.keepsHistory()
                ? histories(commit, staged, files)
                : staged.losers(commit.head().snapshotId());
        for (FileScanTask task : staged.files()) {
            DataFile file = task.file();
            long dead = losers.staged().count(file.location());
            if (dead < file.recordCount()) {
                commit.add(file, dead);
            }
        }
        commit.removeAdded(files.deletes(losers.staged()));
        long rows = staged.files().stream()
                .mapToLong(task -> task.file().recordCount())
                .sum();
        commit.replace(losers.main(), List.of(), rows, engine.layout(), files);
    }

    private Snapshot target() {
        return target.equals(SnapshotRef.MAIN_BRANCH) ? engine.main() : engine.branch(target);
    }

    private boolean isApplied(SliceAttempt slice, Snapshot head) {
        return engine.history().progress(head).slices(slice.stream()).contains(slice.number());
    }

    private PublishResult already(SliceAttempt slice) {
        engine.attempts(slice).forEach(engine::dropBranch);
        return new PublishResult.AlreadyApplied(engine.history().publishOf(slice, target()));
    }

    /** A newer attempt's first page drops what older ones have staged. */
    private Optional<String> newer(SliceAttempt slice) {
        return engine.attempts(slice).stream()
                .map(SliceAttempt::attempt)
                .filter(attempt -> attempt.compareTo(slice.attempt()) > 0)
                .max(Comparator.naturalOrder());
    }

    private static Expected found(Optional<Snapshot> branch) {
        return branch.map(head ->
                        new Expected(Summary.number(head, Summary.PAGES), Summary.number(head, Summary.RECORDS)))
                .orElse(new Expected(0, 0));
    }
}
