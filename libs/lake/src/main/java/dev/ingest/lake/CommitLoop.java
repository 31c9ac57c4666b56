package dev.ingest.lake;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CleanableFailure;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/**
 * Carries one logical commit to a branch through conflicts and lost answers. Each try is made against the branch as it is
 * then, and holds only if the branch has not moved meanwhile. When the outcome of a try is not known, the branch is asked for
 * the commit's id; it is never guessed.
 */
final class CommitLoop {

    static final int TRIES_MAX = 5;
    static final Duration PAUSE = Duration.ofMillis(50);

    /** Makes one try. */
    @FunctionalInterface
    interface Attempt {
        /** The update to commit on top of {@code head}; empty when there is nothing left to do. */
        Optional<? extends SnapshotUpdate<?>> prepare(Snapshot head, AttemptFiles files);
    }

    private final Table table;
    private final String branch;
    private final int formatVersion;
    private final Duration pause;
    private final String commitId = UUID.randomUUID().toString();

    /** @param pause before a second try; each further one waits twice as long */
    CommitLoop(Table table, String branch, int formatVersion, Duration pause) {
        this.table = table;
        this.branch = branch;
        this.formatVersion = formatVersion;
        this.pause = pause;
    }

    /** The snapshot that the commit made; empty when the attempt found nothing left to do. */
    Optional<Snapshot> run(Attempt attempt) {
        RuntimeException last = null;
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            if (last != null) {
                pause(tries);
                Optional<Snapshot> done = lookUp(last);
                if (done.isPresent()) {
                    return done;
                }
            }
            var files = new AttemptFiles(table, formatVersion);
            Snapshot head = head();
            Optional<? extends SnapshotUpdate<?>> update = prepare(attempt, head, files);
            if (update.isEmpty()) {
                return Optional.empty();
            }
            last = commit(update.get(), head, files);
            if (last == null) {
                return lookUp(null);
            }
        }
        RuntimeException reason = java.util.Objects.requireNonNull(last);
        return Optional.of(lookUp(reason).orElseThrow(() -> failure(reason)));
    }

    private Optional<? extends SnapshotUpdate<?>> prepare(Attempt attempt, Snapshot head, AttemptFiles files) {
        try {
            return attempt.prepare(head, files);
        } catch (RuntimeException e) {
            // nothing refers to them yet
            files.discard(e);
            throw e;
        }
    }

    /** Tries once; answers what went wrong. */
    private @Nullable RuntimeException commit(SnapshotUpdate<?> update, Snapshot head, AttemptFiles files) {
        try {
            update.set(Summary.COMMIT_ID, commitId);
            update.validateWith(ancestors -> ancestors.iterator().next().snapshotId() == head.snapshotId());
            update.scanManifestsWith(new CommitWork());
            update.commit();
            return null;
        } catch (RuntimeException e) {
            // any other failure may have been a commit whose answer was lost
            if (e instanceof CleanableFailure) {
                files.discard(e);
            }
            return e;
        }
    }

    /** Finds this commit on the branch, which must have it if there is no {@code cause} to doubt it. */
    private Optional<Snapshot> lookUp(@Nullable RuntimeException cause) {
        try {
            if (cause != null || !isOurs(head())) {
                table.refresh();
            }
            for (Snapshot snapshot : SnapshotUtil.ancestorsOf(head().snapshotId(), table::snapshot)) {
                if (isOurs(snapshot)) {
                    return Optional.of(snapshot);
                }
            }
        } catch (RuntimeException e) {
            if (cause != null) {
                e.addSuppressed(cause);
            }
            throw new CommitFailure(
                    "table %s, branch %s: the outcome of commit %s is unknown"
                            .formatted(table.name(), branch, commitId),
                    e);
        }
        if (cause == null) {
            throw new CommitFailure(
                    "table %s, branch %s: commit %s is gone again".formatted(table.name(), branch, commitId));
        }
        return Optional.empty();
    }

    private boolean isOurs(Snapshot snapshot) {
        return commitId.equals(snapshot.summary().get(Summary.COMMIT_ID));
    }

    private Snapshot head() {
        Snapshot head = table.snapshot(branch);
        if (head == null) {
            throw new FencedException("table %s: branch %s is gone".formatted(table.name(), branch));
        }
        return head;
    }

    private CommitFailure failure(RuntimeException last) {
        return new CommitFailure(
                "table %s, branch %s: no commit in %d tries".formatted(table.name(), branch, TRIES_MAX), last);
    }

    private void pause(int tries) {
        try {
            Thread.sleep(pause.multipliedBy(1L << tries));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommitFailure("interrupted between two tries of a commit", e);
        }
    }
}
