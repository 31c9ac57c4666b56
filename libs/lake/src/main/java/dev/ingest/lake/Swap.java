package dev.ingest.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.io.CloseableIterable;

/**
 * A full refresh: the slices of a run come together on a branch of the run; when all are there, it takes main's place. Readers see
 * the old table until then, and the new one after.
 *
 * <p>The swap says of every slice number up to its greatest that it is applied. So what slices of older runs still bring, and
 * swaps of older runs, come too late by the same rule as everything else.
 */
final class Swap {

    private final Engine engine;

    Swap(Engine engine) {
        this.engine = engine;
    }

    PublishResult collect(SliceAttempt slice, Expected expected, Reached reached) {
        engine.table().refresh();
        if (engine.progress().slices(slice.stream()).contains(slice.number())) {
            engine.attempts(slice).forEach(engine::dropBranch);
            return new PublishResult.AlreadyApplied(Optional.empty());
        }
        dropOlder(Refresh.of(slice));
        return new Publish(engine, StagedRows.KEYS_MAX, Refresh.of(slice).branch())
                .publish(slice, expected, reached, Offsets.none());
    }

    /** Runs of a stream follow each other: what an earlier one has collected by now is given up, and nobody will swap it in. */
    private void dropOlder(Refresh refresh) {
        for (Map.Entry<String, SnapshotRef> ref :
                Map.copyOf(engine.table().refs()).entrySet()) {
            Snapshot head = engine.table().snapshot(ref.getValue().snapshotId());
            if (ref.getValue().isBranch() && head != null && isOlder(head, refresh)) {
                engine.dropBranch(ref.getKey());
            }
        }
    }

    private static boolean isOlder(Snapshot head, Refresh refresh) {
        if (!head.summary().containsKey(Summary.COLLECTED)) {
            return false;
        }
        SliceAttempt last = Summary.slice(head);
        return last.stream().equals(refresh.stream()) && last.run().compareTo(refresh.run()) < 0;
    }

    PublishResult swap(Refresh refresh, Collected expected) {
        engine.table().refresh();
        if (isOver(refresh, expected, engine.main())) {
            return already(refresh);
        }
        requireWholeOrDrop(refresh, expected);
        Optional<Snapshot> committed = engine.loop(SnapshotRef.MAIN_BRANCH)
                .run((head, files) ->
                        isOver(refresh, expected, head) ? Optional.empty() : commit(refresh, expected, head));
        if (committed.isEmpty()) {
            return already(refresh);
        }
        dropFinished();
        return new PublishResult.Published(engine.history().facts(committed.get()));
    }

    private Optional<RowDelta> commit(Refresh refresh, Collected expected, Snapshot head) {
        var commit = new MainCommit(engine, head);
        commit.kind(
                        CommitFacts.Kind.PUBLISH,
                        engine.history().progress(head).withAll(refresh.stream(), expected.through()))
                .set(Summary.REFRESH, Summary.write(refresh));
        files(head).forEach(commit::drop);
        Snapshot collected = engine.table().snapshot(refresh.branch());
        if (collected == null) {
            throw new FencedException(
                    "table %s: branch %s is gone".formatted(engine.spec().id(), refresh.branch()));
        }
        requireWhole(refresh, expected, Optional.of(collected));
        commit.records(expected.records(), Summary.number(collected, Summary.COLLECTED_REJECTED));
        files(collected).forEach(commit::adopt);
        return commit.update();
    }

    /** Everything of the run came before its end: what is not whole now will never be. */
    private void requireWholeOrDrop(Refresh refresh, Collected expected) {
        try {
            requireWhole(refresh, expected, Optional.ofNullable(engine.table().snapshot(refresh.branch())));
        } catch (IncompleteRefreshException given) {
            engine.dropBranch(refresh.branch());
            throw given;
        }
    }

    private void requireWhole(Refresh refresh, Collected expected, Optional<Snapshot> collected) {
        Collected found = collected.map(head -> found(refresh, head)).orElse(new Collected(0, 0, 0));
        if (!found.equals(expected)) {
            throw new IncompleteRefreshException(engine.spec().id(), refresh, expected, found);
        }
    }

    private Collected found(Refresh refresh, Snapshot head) {
        AppliedSlices slices = engine.history().progress(head).slices(refresh.stream());
        return new Collected(slices.count(), slices.greatest(), Summary.number(head, Summary.COLLECTED));
    }

    private boolean isOver(Refresh refresh, Collected expected, Snapshot head) {
        return engine.history().progress(head).slices(refresh.stream()).contains(expected.through());
    }

    private PublishResult already(Refresh refresh) {
        dropFinished();
        return new PublishResult.AlreadyApplied(engine.history().swapOf(refresh, engine.main()));
    }

    /** Drops the branches of runs whose time is over. */
    private void dropFinished() {
        Progress now = engine.progress();
        for (Map.Entry<String, SnapshotRef> ref :
                Map.copyOf(engine.table().refs()).entrySet()) {
            Snapshot head = engine.table().snapshot(ref.getValue().snapshotId());
            if (ref.getValue().isBranch() && head != null && (isFinished(head, now) || isEmpty(ref.getKey(), head))) {
                engine.dropBranch(ref.getKey());
            }
        }
    }

    /** Made by a process that had not seen that its run is over. Whoever is about to begin on it makes it again. */
    private static boolean isEmpty(String branch, Snapshot head) {
        return branch.startsWith(Refresh.BRANCH_PREFIX)
                && History.ROOT_KIND.equals(head.summary().get(Summary.KIND));
    }

    private static boolean isFinished(Snapshot head, Progress now) {
        if (!head.summary().containsKey(Summary.COLLECTED)) {
            return false;
        }
        SliceAttempt last = Summary.slice(head);
        return now.slices(last.stream()).contains(last.number());
    }

    private List<FileScanTask> files(Snapshot head) {
        try (CloseableIterable<FileScanTask> tasks = engine.table()
                .newScan()
                .useSnapshot(head.snapshotId())
                .includeColumnStats()
                .planFiles()) {
            var files = new ArrayList<FileScanTask>();
            tasks.forEach(files::add);
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "table %s: cannot plan snapshot %d".formatted(engine.spec().id(), head.snapshotId()), e);
        }
    }
}
