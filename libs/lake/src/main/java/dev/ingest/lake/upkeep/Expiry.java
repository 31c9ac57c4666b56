package dev.ingest.lake.upkeep;

import dev.ingest.lake.CommitWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Forgets old snapshots and removes the files that only they needed. The heads of main and of every branch and tag stay, and so
 * does every snapshot that is younger than readers and commits in flight may need: a late publish of a branch that was dropped
 * meanwhile still finds its files.
 */
final class Expiry {

    private static final Duration TOGETHER_MAX = Duration.ofDays(1);

    private final Table table;
    private final Ledger ledger;
    private final UpkeepPolicy policy;
    private final Instant now;

    Expiry(Table table, Ledger ledger, UpkeepPolicy policy, Instant now) {
        this.table = table;
        this.ledger = ledger;
        this.policy = policy;
        this.now = now;
    }

    /**
     * What is to be forgotten.
     *
     * @param snapshots their ids; none for not yet
     */
    record Due(List<Long> snapshots) {}

    Due due() {
        List<Snapshot> main = main();
        long before = before(main);
        Set<Long> kept = new HashSet<>();
        table.refs().values().forEach(ref -> kept.add(ref.snapshotId()));
        main.subList(0, Math.min(keep(main), main.size())).forEach(snapshot -> kept.add(snapshot.snapshotId()));
        var snapshots = new ArrayList<Long>();
        long oldest = Long.MAX_VALUE;
        for (Snapshot snapshot : table.snapshots()) {
            if (snapshot.timestampMillis() < before && !kept.contains(snapshot.snapshotId())) {
                snapshots.add(snapshot.snapshotId());
                oldest = Math.min(oldest, snapshot.timestampMillis());
            }
        }
        boolean now = snapshots.size() >= policy.past().expireAtOnce() || oldest < before - TOGETHER_MAX.toMillis();
        return new Due(now ? snapshots : List.of());
    }

    /**
     * By their ids, and none for its age: others may commit until this does, and what is the newest that says what is applied was
     * found before.
     */
    UpkeepStep expire(Due due) {
        ExpireSnapshots expiry = table.expireSnapshots()
                .expireOlderThan(0)
                .cleanExpiredMetadata(true)
                .planWith(new CommitWork());
        due.snapshots().forEach(expiry::expireSnapshotId);
        expiry.commit();
        table.refresh();
        return new UpkeepStep.Expired(due.snapshots().size());
    }

    private List<Snapshot> main() {
        var snapshots = new ArrayList<Snapshot>();
        Snapshot head = table.snapshot(SnapshotRef.MAIN_BRANCH);
        if (head != null) {
            SnapshotUtil.ancestorsOf(head.snapshotId(), table::snapshot).forEach(snapshots::add);
        }
        return snapshots;
    }

    private long before(List<Snapshot> newestFirst) {
        long byAge = now.minus(policy.past().snapshotAgeMax()).toEpochMilli();
        long byCount = newestFirst.size() > policy.past().snapshotsMax()
                ? newestFirst.get(policy.past().snapshotsMax() - 1).timestampMillis()
                : byAge;
        return Math.min(Math.max(byAge, byCount), now.minus(policy.readersMax()).toEpochMilli());
    }

    /** Down to the newest that says what is applied: all between it and the head, because the way there leads over them. */
    private int keep(List<Snapshot> newestFirst) {
        for (int i = 0; i < newestFirst.size(); i++) {
            if (ledger.carries(newestFirst.get(i))) {
                return i + 1;
            }
        }
        return Math.max(1, newestFirst.size());
    }
}
