package dev.ingest.lake.upkeep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.PriorityQueue;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.CloseableIterator;
import org.jspecify.annotations.Nullable;

/**
 * The rows of several sorted files as one sorted sequence, read side by side. Of equal ones those of the earlier file come first.
 */
final class MergedRows implements CloseableIterator<StructLike> {

    /** A file at its next row. */
    private static final class Source {
        private final CloseableIterator<StructLike> rows;
        private final int place;
        private @Nullable StructLike next;

        Source(CloseableIterator<StructLike> rows, int place) {
            this.rows = rows;
            this.place = place;
        }

        StructLike next() {
            return Objects.requireNonNull(next);
        }

        boolean advance() {
            next = rows.hasNext() ? rows.next() : null;
            return next != null;
        }
    }

    private final List<CloseableIterable<StructLike>> files;
    private final PriorityQueue<Source> sources;

    MergedRows(List<CloseableIterable<StructLike>> files, Comparator<StructLike> order) {
        this.files = new ArrayList<>(files);
        this.sources = new PriorityQueue<>(
                Math.max(1, files.size()),
                Comparator.comparing(Source::next, order).thenComparingInt(source -> source.place));
        try {
            for (int place = 0; place < files.size(); place++) {
                add(new Source(files.get(place).iterator(), place));
            }
        } catch (RuntimeException e) {
            closeBeside(e);
            throw e;
        }
    }

    private void closeBeside(RuntimeException failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public boolean hasNext() {
        return !sources.isEmpty();
    }

    @Override
    public StructLike next() {
        Source first = sources.poll();
        if (first == null) {
            throw new NoSuchElementException();
        }
        StructLike row = first.next();
        add(first);
        return row;
    }

    @Override
    public void close() throws IOException {
        var failed = new IOException("not all of " + files.size() + " files that were read could be closed");
        for (CloseableIterable<StructLike> file : files) {
            try {
                file.close();
            } catch (IOException | RuntimeException e) {
                failed.addSuppressed(e);
            }
        }
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }

    private void add(Source source) {
        if (source.advance()) {
            sources.add(source);
        }
    }
}
