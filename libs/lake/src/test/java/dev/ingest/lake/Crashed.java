package dev.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.lake.upkeep.UpkeepStep;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Something that is done to a table, in a process to which something happens; and then again, by one that is well, until it is
 * done. What is there in the end is what would be there if nothing had happened.
 *
 * @param before done to the table when all is well
 * @param work done despite what happens; answers the commit that it is told of, where it is told of one
 * @param columns looked at, the first of which tells rows apart
 * @param after the rows in the end
 * @param beside another writer's records of a partition of its own, in those tests in which there is another writer
 * @param afterBeside the rows in the end if those came too
 * @param excluded who does not come between here
 * @param copyOnWrite which files merges write anew
 */
record Crashed(
        String name,
        TableSpec spec,
        Action before,
        Action work,
        List<String> columns,
        Map<String, String> after,
        Message beside,
        Map<String, String> afterBeside,
        Set<Other> excluded,
        CopyOnWrite copyOnWrite) {

    /** Files are not written anew. */
    Crashed(
            String name,
            TableSpec spec,
            Action before,
            Action work,
            List<String> columns,
            Map<String, String> after,
            Message beside,
            Map<String, String> afterBeside,
            Set<Other> excluded) {
        this(name, spec, before, work, columns, after, beside, afterBeside, excluded, CopyOnWrite.NEVER);
    }

    /** Nobody who comes between leaves a file half written: a few looks are enough. */
    private static final int CLEAN_ONE_IN = 3;

    /** Done in a process of its own. */
    @FunctionalInterface
    interface Action {
        Optional<CommitFacts> on(LakeTable table);
    }

    /** Somebody else, in the middle of it. */
    enum Other {
        /** Nobody we know commits something. */
        STRANGER,
        /** A writer that owns another partition of the log. */
        WRITER,
        /** A process that believes it is we. */
        TWIN,
        /** Upkeep that compacts, in another process. */
        UPKEEP,
        /** An engine that forgets every snapshot it can. */
        EXPIRY
    }

    @Override
    public String toString() {
        return "%s, version %d%s"
                .formatted(name, spec.formatVersion(), copyOnWrite.equals(CopyOnWrite.NEVER) ? "" : ", written anew");
    }

    /** The same where merges write files anew. */
    Crashed writingAnew() {
        return new Crashed(name, spec, before, work, columns, after, beside, afterBeside, excluded, CopyOnWrite.USUAL);
    }

    /** It writes files anew if it is to, and only then. */
    void requireWay(MemoryLake given) {
        MemoryLake lake = given.copy();
        var _ = work.on(lake.table(spec));
        Table table = lake.table(spec).engine().table();
        long rewritten = 0;
        for (Snapshot snapshot : table.snapshots()) {
            rewritten += Summary.number(snapshot, Summary.FILES_REWRITTEN);
        }
        assertThat(rewritten > 0)
                .as("%s: %d files written anew", this, rewritten)
                .isEqualTo(!copyOnWrite.equals(CopyOnWrite.NEVER));
    }

    /** How often something can go wrong in this way while the work is done. */
    int points(MemoryLake given, Failing.Way way) {
        Failing counting = Failing.at(way, Integer.MAX_VALUE);
        var _ = work.on(given.copy().table(spec, counting));
        return counting.operations();
    }

    /** The table as it is before. */
    MemoryLake given() {
        var lake = new MemoryLake(copyOnWrite);
        var _ = before.on(lake.table(spec));
        return lake;
    }

    void fails(MemoryLake given, Failing.Way way, int at) {
        MemoryLake lake = given.copy();
        Failing failing = Failing.at(way, at);
        happens(lake, failing, Optional.empty());
    }

    void interrupted(MemoryLake given, Other other, int at) {
        MemoryLake lake = given.copy();
        happens(lake, Failing.interrupted(at, () -> meanwhile(lake, other)), Optional.of(other));
    }

    private void happens(MemoryLake lake, Failing failing, Optional<Other> other) {
        try {
            Set<Map<String, String>> seen = new HashSet<>(List.of(Map.of(), after));
            seen.add(rows(lake.table(spec)));
            tryOnce(lake, failing);
            String again = work.on(lake.table(spec)).map(CommitFacts::commitId).orElse("");
            requireDone(lake, other, again);
            if (other.isEmpty()) {
                requireReadable(lake.table(spec), seen);
            }
            if (other.isEmpty() || failing.at() % CLEAN_ONE_IN == 0) {
                requireClean(lake, other);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "%s, %s %s".formatted(this, other.map(Other::name).orElse(""), failing), e);
        }
    }

    private void tryOnce(MemoryLake lake, Failing failing) {
        try {
            var _ = work.on(lake.table(spec, failing));
        } catch (RuntimeException e) {
            assertThat(failing.operations()).as("%s", e).isPositive();
        }
    }

    private void meanwhile(MemoryLake lake, Other other) {
        LakeTable table = lake.table(spec);
        switch (other) {
            case STRANGER -> table.engine().table().newAppend().commit();
            case WRITER -> {
                var _ = table.push(new Batch(List.of(beside)), Offsets.of(beside.position()), Given.NONE_REJECTED);
            }
            case TWIN -> {
                var _ = work.on(table);
            }
            case UPKEEP -> requireNoneDropped(MemoryLake.upkeep(table, 0).steps());
            case EXPIRY ->
                table.engine()
                        .table()
                        .expireSnapshots()
                        .expireOlderThan(Long.MAX_VALUE)
                        .retainLast(1)
                        .commit();
        }
    }

    private Map<String, String> rows(LakeTable table) {
        return Given.rows(table, columns.toArray(String[]::new));
    }

    private Map<String, String> expected(Optional<Other> other) {
        return other.equals(Optional.of(Other.WRITER)) ? afterBeside : after;
    }

    private void requireDone(MemoryLake lake, Optional<Other> other, String commit) {
        LakeTable table = lake.table(spec);
        assertThat(rows(table)).as("rows").isEqualTo(expected(other));
        assertThat(table.count()).as("count").isEqualTo(expected(other).size());
        Map<String, Integer> commits = new HashMap<>();
        for (SnapshotInfo snapshot : table.snapshots()) {
            Map<String, String> summary =
                    table.engine().table().snapshot(snapshot.id()).summary();
            String what = summary.get(Summary.KIND) + summary.get(Summary.RANGES) + summary.get(Summary.SLICE);
            if (summary.containsKey(Summary.RANGES) || summary.containsKey(Summary.SLICE)) {
                commits.merge(what, 1, Integer::sum);
            }
            if (commit.equals(summary.get(Summary.COMMIT_ID))) {
                commits.put("told", 1);
            }
        }
        assertThat(commits)
                .allSatisfy((what, times) -> assertThat(times).as(what).isEqualTo(1));
        if (!commit.isEmpty()) {
            assertThat(commits).as("the commit told of").containsKey("told");
        }
    }

    /** At no time was there half of anything. */
    private void requireReadable(LakeTable table, Set<Map<String, String>> seen) {
        for (SnapshotInfo snapshot : table.snapshots()) {
            Map<String, String> then = Given.rows(
                    table, RowQuery.all().select(columns.toArray(String[]::new)).asOf(snapshot.id()));
            assertThat(seen).as("rows at %s", snapshot).contains(then);
        }
    }

    /** Upkeep leaves the rows, what is known to be applied, and no other file. */
    private void requireClean(MemoryLake lake, Optional<Other> other) {
        LakeTable table = lake.table(spec);
        Progress progress = table.progress();
        requireNoneDropped(MemoryLake.upkeep(table, 50).steps());
        LakeTable clean = lake.table(spec);
        assertThat(rows(clean)).as("rows after upkeep").isEqualTo(expected(other));
        assertThat(clean.progress().offsets()).isEqualTo(progress.offsets());
        assertThat(clean.progress().slices()).isEqualTo(progress.slices());
        assertThat(clean.engine().table().refs()).as("branches and tags").containsOnlyKeys("main", "ingest-root");
        assertThat(lake.unreachable(spec)).as("files that nothing refers to").isEmpty();
    }

    private static void requireNoneDropped(List<UpkeepStep> steps) {
        for (UpkeepStep step : steps) {
            if (step instanceof UpkeepStep.Dropped(String what, RuntimeException reason)) {
                throw new AssertionError(what, reason);
            }
        }
    }
}
