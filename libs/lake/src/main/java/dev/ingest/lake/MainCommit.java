package dev.ingest.lake;

import dev.ingest.lake.encode.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.util.ContentFileUtil;

/** Builds one commit, on main or on the branch that a full refresh is collected on: files in, rows out, and what both amount to in the summary. */
final class MainCommit {

    private final Engine engine;
    private final Snapshot head;
    private final RowDelta delta;
    private final Map<String, Long> numbers = new HashMap<>();

    MainCommit(Engine engine, Snapshot head) {
        this(engine, head, SnapshotRef.MAIN_BRANCH);
    }

    MainCommit(Engine engine, Snapshot head, String branch) {
        this.engine = engine;
        this.head = head;
        this.delta = engine.table().newRowDelta().toBranch(branch).validateFromSnapshot(head.snapshotId());
    }

    Snapshot head() {
        return head;
    }

    MainCommit kind(CommitFacts.Kind kind, Progress after) {
        delta.set(Summary.KIND, kind.name())
                .set(Summary.OFFSETS, Summary.write(after.offsets()))
                .set(Summary.SLICES, Summary.write(after.slices()));
        return this;
    }

    MainCommit set(String name, String value) {
        delta.set(name, value);
        return this;
    }

    MainCommit records(long records, long rejected) {
        numbers.put(Summary.RECORDS, records);
        numbers.put(Summary.REJECTED, rejected);
        return this;
    }

    /** Adds a data file of which {@code dead} rows are deleted by this same commit. */
    void add(DataFile file, long dead) {
        delta.addRows(file);
        count(Summary.FILES_WRITTEN, 1);
        count(Summary.BYTES_WRITTEN, file.fileSizeInBytes());
        count(Summary.ROWS_WRITTEN, file.recordCount() - dead);
    }

    /**
     * Takes rows of the table out, and puts rows in: files of which little is left are written anew with what comes, of the others
     * the rows are marked.
     *
     * @param coming rows to write; perhaps none
     * @param batch how many rows the commit brings, written by now or not
     */
    void replace(DeadRows dead, List<Row> coming, long batch, Layout layout, AttemptFiles files) {
        List<DeadRows.InFile> anew = anew(dead, batch, layout);
        var moved = new MovedRows(engine.table(), layout, coming);
        anew.forEach(moved::add);
        List<Row> all = Stream.concat(coming.stream(), moved.rows().stream()).toList();
        files.data(all, layout, anew.size()).forEach(file -> add(file, 0));
        DeadRows marked = dead.without(anew);
        AttemptFiles.Removal removal = files.deletes(marked);
        removal.added().forEach(delta::addDeletes);
        removal.replaced().forEach(delta::removeDeletes);
        removal.deadFiles().forEach(delta::removeRows);
        anew.forEach(file -> delta.removeRows(file.task().file()));
        anew.forEach(file -> AttemptFiles.ownDeletes(file).forEach(delta::removeDeletes));
        count(Summary.ROWS_DELETED, dead.count());
        count(Summary.ROWS_WRITTEN, -moved.rows().size());
        count(Summary.ROWS_MOVED, moved.rows().size());
        count(Summary.FILES_REWRITTEN, anew.size());
    }

    /** None where somebody gave the table columns meanwhile that these rows would lose. */
    private List<DeadRows.InFile> anew(DeadRows dead, long batch, Layout layout) {
        Table table = engine.table();
        return layout.schema().sameSchema(table.schema()) ? engine.copyOnWrite().choose(dead, batch, table) : List.of();
    }

    /** Adds a file of a branch as its readers see it. */
    void adopt(FileScanTask task) {
        task.deletes().forEach(delta::addDeletes);
        add(task.file(), task.file().recordCount() - live(task));
    }

    /** Takes a file out with what was deleted of it. */
    void drop(FileScanTask task) {
        delta.removeRows(task.file());
        task.deletes().forEach(delta::removeDeletes);
        count(Summary.ROWS_DELETED, live(task));
    }

    /** Rows that readers see, as far as deletes say themselves which file they are about; others are of other writers. */
    static long live(FileScanTask task) {
        return task.file().recordCount()
                - task.deletes().stream()
                        .filter(ContentFileUtil::isFileScoped)
                        .mapToLong(DeleteFile::recordCount)
                        .sum();
    }

    /** Deletes rows of files that this commit adds. */
    void removeAdded(AttemptFiles.Removal removal) {
        removal.added().forEach(delta::addDeletes);
    }

    /**
     * Puts rows in, replacing those with their keys.
     *
     * @param rows one per key where the table upserts
     */
    void merge(List<Row> rows, Layout layout, Merge merge, AttemptFiles files) {
        if (engine.keepsHistory()) {
            var history = new HistoryMerge(engine.table(), layout);
            rows.forEach(history::add);
            HistoryMerge.Changes changes = history.settle(head.snapshotId());
            replace(changes.main(), changes.written(), rows.size(), layout, files);
            correct(changes);
            return;
        }
        if (!layout.upserts()) {
            files.data(rows, layout).forEach(file -> add(file, 0));
            return;
        }
        Map<Object, Contender> contenders = LinkedHashMap.newLinkedHashMap(rows.size());
        rows.forEach(row -> contenders.put(layout.key(row), new Contender(layout.cursor(row))));
        var dead = new DeadRows();
        engine.keys(layout).settle(head.snapshotId(), contenders, layout, merge, dead);
        List<Row> stay = stay(rows, contenders.values(), TableUtil.supportsRowLineage(engine.table()));
        replace(dead, stay, rows.size(), layout, files);
    }

    /**
     * Those that are to be written.
     *
     * @param contenders in the order of their rows
     * @param identified whether rows have an identity, which those that replace others take over
     */
    private static List<Row> stay(List<Row> rows, Collection<Contender> contenders, boolean identified) {
        var stay = new ArrayList<Row>(rows.size());
        Iterator<Contender> each = contenders.iterator();
        for (Row row : rows) {
            Contender contender = each.next();
            if (!contender.isBeaten() && !row.delete()) {
                boolean replaces = identified && contender.replaced() != Row.Replacing.NEW;
                stay.add(replaces ? new Row.Replacing(row, contender.replaced()) : row);
            }
        }
        return stay;
    }

    /** Puts versions in, and those of main again that end otherwise now. */
    void write(HistoryMerge.Changes changes, Layout layout, AttemptFiles files) {
        files.data(changes.written(), layout).forEach(file -> add(file, 0));
        correct(changes);
    }

    /** Versions of main that end otherwise now are neither written nor deleted, to those who count. */
    private void correct(HistoryMerge.Changes changes) {
        count(Summary.ROWS_WRITTEN, changes.begun() - changes.written().size());
        count(Summary.ROWS_DELETED, changes.dropped() - changes.main().count());
    }

    Optional<RowDelta> update() {
        numbers.forEach((name, number) -> delta.set(name, Long.toString(number)));
        return Optional.of(delta);
    }

    private void count(String name, long more) {
        numbers.merge(name, more, Long::sum);
    }
}
