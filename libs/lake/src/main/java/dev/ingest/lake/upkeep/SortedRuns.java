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

    /** Of compressed files; as objects their rows take some ten times this. */
    static final long RUN_BYTES = 8L << 20;

    private final Iterator<StructLike> rows;
    private final Comparator<StructLike> order;
    private final long runRows;

    private SortedRuns(Iterator<StructLike> rows, Comparator<StructLike> order, long runRows) {
        this.rows = rows;
        this.order = order;
        this.runRows = runRows;
    }

    static Iterable<Iterator<StructLike>> of(
            Iterator<StructLike> rows, Comparator<StructLike> order, CompactionPlan.Group group) {
        long all = group.files().stream()
                .mapToLong(file -> file.file().recordCount())
                .sum();
        long runRows = Math.max(1, (long) ((double) all * RUN_BYTES / Math.max(1, group.bytes())));
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
