package dev.ingest.lake;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.deletes.Deletes;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.CloseableIterable;

/** Positions of rows that a commit removes, by data file. */
final class DeadRows {

    /** @param positions of this commit only, not of earlier ones */
    record InFile(FileScanTask task, PositionDeleteIndex positions) {}

    private final Map<String, InFile> files;

    void add(FileScanTask task, long position) {
        files.computeIfAbsent(
                        task.file().location(),
                        location -> new InFile(task, Deletes.toPositionIndex(CloseableIterable.<Long>empty())))
                .positions()
                .delete(position);
    }

    private DeadRows(Map<String, InFile> files) {
        this.files = files;
    }

    DeadRows() {
        this(new LinkedHashMap<>());
    }

    /** The same without those in some files. */
    DeadRows without(Collection<InFile> others) {
        var left = new LinkedHashMap<>(files);
        left.values().removeAll(others);
        return new DeadRows(left);
    }

    void addAll(DeadRows others) {
        others.files().forEach(file -> file.positions().forEach(position -> add(file.task(), position)));
    }

    Collection<InFile> files() {
        return files.values();
    }

    long count() {
        return files.values().stream()
                .mapToLong(file -> file.positions().cardinality())
                .sum();
    }

    /** How many rows of a file are dead. */
    long count(String location) {
        InFile file = files.get(location);
        return file == null ? 0 : file.positions().cardinality();
    }
}
