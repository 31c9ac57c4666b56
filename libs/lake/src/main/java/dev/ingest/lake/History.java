package dev.ingest.lake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** Reads what main's snapshots say about themselves. */
final class History {

    static final String ROOT_KIND = "ROOT";

    /** Kinds of commits that others hear of; the root and upkeep are none. */
    private static final Set<String> DATA_KINDS =
            Arrays.stream(CommitFacts.Kind.values()).map(Enum::name).collect(Collectors.toSet());

    private final TableId id;
    private final Table table;

    History(TableId id, Table table) {
        this.id = id;
        this.table = table;
    }

    /** What is applied in the state that {@code head} is. Commits of others on top say nothing, so it walks past them. */
    Progress progress(Snapshot head) {
        Snapshot carrier = carrier(head);
        Optional<CommitFacts> last = Optional.empty();
        for (Snapshot snapshot : SnapshotUtil.ancestorsOf(head.snapshotId(), table::snapshot)) {
            if (isCommit(snapshot)) {
                last = Optional.of(facts(snapshot));
                break;
            }
        }
        return new Progress(Summary.offsets(carrier), Summary.slices(carrier), last);
    }

    /** The newest that says what is applied in the state that {@code head} is. */
    Snapshot carrier(Snapshot head) {
        for (Snapshot snapshot : SnapshotUtil.ancestorsOf(head.snapshotId(), table::snapshot)) {
            if (carries(snapshot)) {
                return snapshot;
            }
        }
        throw new ProgressLostException(id, head.snapshotId());
    }

    static boolean carries(Snapshot snapshot) {
        return snapshot.summary().containsKey(Summary.OFFSETS);
    }

    /** Commits that applied any of these messages, oldest first. */
    List<CommitFacts> pushesOf(List<Message> messages, Snapshot head) {
        List<CommitFacts> found = new ArrayList<>();
        if (!messages.isEmpty()) {
            for (Snapshot snapshot : SnapshotUtil.ancestorsOf(head.snapshotId(), table::snapshot)) {
                if (isCommit(snapshot) && Summary.applied(snapshot, messages)) {
                    found.addFirst(facts(snapshot));
                }
            }
        }
        return found;
    }

    /** The commit that published a slice, unless it has expired. */
    Optional<CommitFacts> publishOf(SliceAttempt slice, Snapshot head) {
        for (Snapshot snapshot : SnapshotUtil.ancestorsOf(head.snapshotId(), table::snapshot)) {
            if (snapshot.summary().containsKey(Summary.SLICE) && isSame(slice, Summary.slice(snapshot))) {
                return Optional.of(facts(snapshot));
            }
        }
        return Optional.empty();
    }

    /** The commit that swapped a full refresh in, unless it has expired. */
    Optional<CommitFacts> swapOf(Refresh refresh, Snapshot head) {
        for (Snapshot snapshot : SnapshotUtil.ancestorsOf(head.snapshotId(), table::snapshot)) {
            if (snapshot.summary().containsKey(Summary.REFRESH)
                    && Summary.refresh(snapshot).equals(refresh)) {
                return Optional.of(facts(snapshot));
            }
        }
        return Optional.empty();
    }

    CommitFacts facts(Snapshot snapshot) {
        Map<String, String> summary = snapshot.summary();
        return new CommitFacts(
                id,
                snapshot.snapshotId(),
                Instant.ofEpochMilli(snapshot.timestampMillis()),
                CommitFacts.Kind.valueOf(text(snapshot, Summary.KIND)),
                text(snapshot, Summary.COMMIT_ID),
                summary.containsKey(Summary.SLICE) ? Optional.of(Summary.slice(snapshot)) : Optional.empty(),
                summary.containsKey(Summary.REFRESH) ? Optional.of(Summary.refresh(snapshot)) : Optional.empty(),
                Optional.ofNullable(summary.get(Summary.CURSOR_STATE)),
                Optional.ofNullable(summary.get(Summary.REST)),
                Summary.number(snapshot, Summary.RECORDS),
                Summary.number(snapshot, Summary.REJECTED),
                Summary.number(snapshot, Summary.ROWS_WRITTEN),
                Summary.number(snapshot, Summary.ROWS_DELETED),
                Summary.number(snapshot, Summary.FILES_WRITTEN),
                Summary.number(snapshot, Summary.BYTES_WRITTEN),
                Summary.offsets(snapshot));
    }

    private static String text(Snapshot snapshot, String name) {
        return Objects.requireNonNull(
                snapshot.summary().get(name), () -> "snapshot " + snapshot.snapshotId() + ": no " + name);
    }

    private static boolean isSame(SliceAttempt one, SliceAttempt other) {
        return one.stream().equals(other.stream()) && one.number() == other.number();
    }

    private static boolean isCommit(Snapshot snapshot) {
        String kind = snapshot.summary().get(Summary.KIND);
        return kind != null && DATA_KINDS.contains(kind);
    }
}
