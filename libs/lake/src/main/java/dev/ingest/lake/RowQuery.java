package dev.ingest.lake;

import java.util.List;
import java.util.OptionalLong;

/**
 * Which part of a table to read.
 *
 * @param columns in the order wanted; none for all
 * @param limit of rows, at most
 * @param snapshotId to read as it was; empty for main as it is
 */
public record RowQuery(List<String> columns, Filter filter, long limit, OptionalLong snapshotId) {

    public RowQuery {
        columns = List.copyOf(columns);
        if (limit < 0) {
            throw new IllegalArgumentException("limit: %d (expected: 0 or more)".formatted(limit));
        }
    }

    /** Everything, as it is now. */
    public static RowQuery all() {
        return new RowQuery(List.of(), Filter.all(), Long.MAX_VALUE, OptionalLong.empty());
    }

    public RowQuery select(String... wanted) {
        return new RowQuery(List.of(wanted), filter, limit, snapshotId);
    }

    public RowQuery where(Filter condition) {
        return new RowQuery(columns, condition, limit, snapshotId);
    }

    public RowQuery first(long rows) {
        return new RowQuery(columns, filter, rows, snapshotId);
    }

    public RowQuery asOf(long snapshot) {
        return new RowQuery(columns, filter, limit, OptionalLong.of(snapshot));
    }
}
