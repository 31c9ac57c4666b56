package dev.ingest.lake;

import dev.ingest.lake.encode.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * An order of rows by values. Those become objects whenever they are compared; so rows are compared by a number that the first
 * value begins with, which is read once, and mostly tells.
 *
 * @param first column of the order
 */
record RowOrder(int first, Comparator<Row> values) {

    private record Headed(long head, Row row) {}

    /** Rows of one place in the order stay as they came. */
    List<Row> sorted(List<Row> rows) {
        var sorted = new Headed[rows.size()];
        int at = 0;
        for (Row row : rows) {
            sorted[at++] = new Headed(row.head(first), row);
        }
        Arrays.sort(sorted, this::compare);
        var result = new ArrayList<Row>(sorted.length);
        for (Headed row : sorted) {
            result.add(row.row());
        }
        return result;
    }

    private int compare(Headed one, Headed other) {
        int heads = Long.compare(one.head(), other.head());
        return heads != 0 ? heads : values.compare(one.row(), other.row());
    }
}
