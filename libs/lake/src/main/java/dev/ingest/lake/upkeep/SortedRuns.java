package dev.ingest.lake.upkeep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.iceberg.StructLike;

/**
 * Rows in no order as runs that are sorted, each a file to be: so many rows as fit in memory are sorted at a time. Later compactions
 * merge the files, which are sorted now, without holding their rows.
 */
final class SortedRuns implements Iterator<Iterator<StructLike>> {

    /** As objects, rows take some ten times what they take in compressed files. */
    private static final int AS_OBJECTS = 10;

    private static final long BYTES_MIN = 1L << 20;

    private final Iterator<StructLike> rows;
    private final Comparator<StructLike> order;
    private final long runRows;

    private SortedRuns(Iterator<StructLike> rows, Comparator<StructLike> order, long runRows) {
        this.rows = rows;
        this.order = order;
        this.runRows = runRows;
    }

    /** Bytes of a run's file: as many as fit in a compaction's memory. */
    static long bytes(UpkeepPolicy.Files policy) {
        return Math.max(BYTES_MIN, policy.memoryBytes() / AS_OBJECTS);
    }

    static Iterable<Iterator<StructLike>> of(
            Iterator<StructLike> rows,
            Comparator<StructLike> order,
            CompactionPlan.Group group,
            UpkeepPolicy.Files policy) {
        long all = group.files().stream()
                .mapToLong(file -> file.file().recordCount())
                .sum();
        long runRows = Math.max(1, (long) ((double) all * bytes(policy) / Math.max(1, group.bytes())));
        return () -> new SortedRuns(rows, order, runRows);
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public Iterator<StructLike> next() {
        if (!rows.hasNext()) {
            throw new NoSuchElementException();
        }
        List<StructLike> run = new ArrayList<>();
        while (run.size() < runRows && rows.hasNext()) {
            run.add(rows.next());
        }
        run.sort(order);
        return run.iterator();
    }
}
