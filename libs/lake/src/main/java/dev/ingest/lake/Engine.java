package dev.ingest.lake;

import dev.ingest.lake.encode.Row;
import dev.ingest.lake.index.KeyIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CleanableFailure;

/** What pushing, staging and publishing share: one table, its layout as it is now, its history. */
final class Engine {

    /** Others may change the schema at the same time, but not for ever. */
    private static final int EVOLUTIONS_MAX = 5;

    private static final int BRANCH_TRIES_MAX = 5;

    private final TableSpec spec;
    private final Table table;
    private final History history;
    private final Duration commitPause;
    private final KeyIndex index;
    private final CopyOnWrite copyOnWrite;

    Engine(TableSpec spec, Table table, Duration commitPause, KeyIndex index, CopyOnWrite copyOnWrite) {
        this.copyOnWrite = copyOnWrite;
        this.commitPause = commitPause;
        this.index = index;
        this.spec = spec;
        this.table = table;
        this.history = new History(spec.id(), table);
    }

    TableSpec spec() {
        return spec;
    }

    Table table() {
        return table;
    }

    /** Reads the keys of the table's rows. */
    KeyScan keys(Layout layout) {
        return new KeyScan(table, layout, index);
    }

    /** Which files a merge writes anew. */
    CopyOnWrite copyOnWrite() {
        return copyOnWrite;
    }

    History history() {
        return history;
    }

    Layout layout() {
        return Layout.of(spec, table);
    }

    Snapshot main() {
        Snapshot head = table.snapshot(SnapshotRef.MAIN_BRANCH);
        if (head == null) {
            throw new TableConflictException(spec.id(), "it has no snapshot (expected: one, tagged ingest-root)");
        }
        return head;
    }

    Progress progress() {
        return history.progress(main());
    }

    /** The newest snapshot of a branch, which is made from the root if it is not there. */
    Snapshot branch(String name) {
        for (int i = 0; i < BRANCH_TRIES_MAX; i++) {
            Snapshot head = table.snapshot(name);
            if (head != null) {
                return head;
            }
            createBranch(name);
        }
        throw new CommitFailure("table %s: cannot create branch %s".formatted(spec.id(), name));
    }

    private void createBranch(String name) {
        SnapshotRef root = table.refs().get(TableProperty.ROOT_TAG);
        if (root == null) {
            throw new TableConflictException(spec.id(), "its tag ingest-root is gone");
        }
        try {
            table.manageSnapshots().createBranch(name, root.snapshotId()).commit();
        } catch (IllegalArgumentException | IllegalStateException e) {
            // someone else made it in between
            table.refresh();
        } catch (RuntimeException e) {
            if (!(e instanceof CleanableFailure)) {
                throw e;
            }
            table.refresh();
        }
    }

    CommitLoop loop(String branch) {
        return new CommitLoop(
                table,
                branch,
                ((HasTableOperations) table).operations().current().formatVersion(),
                commitPause);
    }

    /** A batch as rows of the table, which gets what it lacks for them. */
    Incoming decode(Batch batch) {
        for (int i = 0; i < EVOLUTIONS_MAX; i++) {
            Layout layout = layout();
            Layout records = keepsHistory() ? Layout.ofRecords(spec, table) : layout;
            Decoder.Decoded decoded = Decoder.decode(records, batch);
            if (decoded.growth().isEmpty()) {
                return new Incoming(layout, decoded, keepsHistory() ? versions(decoded, records) : decoded.rows());
            }
            grow(decoded.growth());
        }
        throw new CommitFailure("table %s: its schema changed under %d attempts to add or widen columns"
                .formatted(spec.id(), EVOLUTIONS_MAX));
    }

    boolean keepsHistory() {
        return spec.mergeMode() == MergeMode.HISTORY;
    }

    private List<Row> versions(Decoder.Decoded decoded, Layout records) {
        Validity validity = Validity.of(table.schema());
        return decoded.rows().stream()
                .map(row -> validity.begin(row, records.cursor(row)))
                .toList();
    }

    /** @param rows of the whole layout; the decoded ones lack the columns that records have no part in */
    record Incoming(Layout layout, Decoder.Decoded decoded, List<Row> rows) {

        long general() {
            return decoded.general();
        }

        List<Row> winners() {
            return Merge.winners(rows, layout);
        }

        /** Rows for a branch: one of each identity, since files of one commit do not tell which of their rows came later. */
        List<Row> distinct(boolean history) {
            if (!history) {
                return winners();
            }
            Map<Object, Row> byIdentity = LinkedHashMap.newLinkedHashMap(rows.size());
            rows.forEach(row -> byIdentity.put(layout.identity(row), row));
            return List.copyOf(byIdentity.values());
        }

        List<Rejection> rejections() {
            return decoded.rejections();
        }
    }

    private void grow(Growth growth) {
        try {
            Evolution.grow(table, spec, growth);
        } catch (RuntimeException e) {
            if (!(e instanceof CleanableFailure)) {
                throw e;
            }
            // someone else changed the table: look at what it is now
            table.refresh();
        }
    }

    /** Branches of a slice, of whichever attempt. */
    List<SliceAttempt> attempts(SliceAttempt slice) {
        var attempts = new ArrayList<SliceAttempt>();
        String prefix = slice.slice() + "-";
        for (String ref : table.refs().keySet()) {
            if (ref.startsWith(prefix)
                    && ref.length() == prefix.length() + slice.attempt().length()) {
                attempts.add(new SliceAttempt(
                        slice.stream(), slice.run(), slice.slice(), slice.number(), ref.substring(prefix.length())));
            }
        }
        return attempts;
    }

    /** Drops an attempt's branch, if it is there. */
    void dropBranch(SliceAttempt attempt) {
        dropBranch(attempt.branch());
    }

    /** Drops a branch, if it is there. */
    void dropBranch(String branch) {
        if (table.refs().containsKey(branch)) {
            table.manageSnapshots().removeBranch(branch).commit();
        }
    }

    Optional<Snapshot> branch(SliceAttempt attempt) {
        return Optional.ofNullable(table.snapshot(attempt.branch()));
    }
}
