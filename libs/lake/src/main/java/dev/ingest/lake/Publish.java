package dev.ingest.lake;

import java.util.Comparator;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;

/** Puts a completed slice on main: all of it in one ordinary commit, or none. */
final class Publish {

    private final Engine engine;
    private final int keysMax;

    Publish(Engine engine, int keysMax) {
        this.engine = engine;
        this.keysMax = keysMax;
    }

    PublishResult publish(SliceAttempt slice, Expected expected, Reached reached, Offsets offsets) {
        engine.table().refresh();
        if (isApplied(slice, engine.main())) {
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
        Optional<Snapshot> committed = engine.loop(SnapshotRef.MAIN_BRANCH).run((head, files) -> {
            if (isApplied(slice, head)) {
                return Optional.<RowDelta>empty();
            }
            var commit = new MainCommit(engine, head);
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
        commit.kind(CommitFacts.Kind.PUBLISH, before.withOffsets(offsets).withSlice(slice))
                .set(Summary.SLICE, Summary.write(slice))
                .records(
                        branch.map(head -> Summary.number(head, Summary.RECORDS))
                                .orElse(0L),
                        branch.map(head -> Summary.number(head, Summary.REJECTED))
                                .orElse(0L));
        reached.cursorState().ifPresent(state -> commit.set(Summary.CURSOR_STATE, state));
        reached.rest().ifPresent(rest -> commit.set(Summary.REST, rest));
    }

    /** Adds the branch's files, less the rows that lose, and deletes the rows of main that lose to them. */
    private void adopt(MainCommit commit, SliceAttempt slice, AttemptFiles files) {
        var staged = new StagedRows(engine.table(), engine.layout(), slice.branch(), keysMax);
        StagedRows.Losers losers = staged.losers(commit.head().snapshotId());
        for (FileScanTask task : staged.files()) {
            DataFile file = task.file();
            long dead = losers.staged().count(file.location());
            if (dead < file.recordCount()) {
                commit.add(file, dead);
            }
        }
        commit.removeAdded(files.deletes(losers.staged()));
        commit.remove(losers.main(), files.deletes(losers.main()));
    }

    private boolean isApplied(SliceAttempt slice, Snapshot head) {
        return engine.history().progress(head).slices(slice.stream()).contains(slice.number());
    }

    private PublishResult already(SliceAttempt slice) {
        engine.attempts(slice).forEach(engine::dropBranch);
        return new PublishResult.AlreadyApplied(engine.history().publishOf(slice, engine.main()));
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
