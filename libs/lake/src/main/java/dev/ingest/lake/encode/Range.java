package dev.ingest.lake.encode;

import java.util.Optional;
import org.apache.iceberg.FieldMetrics;
import org.apache.parquet.column.statistics.Statistics;

/** The least and the greatest number of a column, page by page and in a whole file, and how many are none at all. */
final class Range {

    private final int fieldId;
    private final Kind kind;
    private long rows;
    private long nulls;
    private long nans;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    Range(int fieldId, Kind kind) {
        this.fieldId = fieldId;
        this.kind = kind;
    }

    /** Adds a page's numbers, and tells its statistics. */
    void of(Kind pageKind, boolean narrow, Page page, Statistics<?> statistics) {
        rows += page.rows;
        nulls += page.nulls();
        if (page.count == 0) {
            return;
        }
        switch (pageKind) {
            case DOUBLE, FLOAT -> real(page, statistics);
            case BOOLEAN -> {
                for (int i = 0; i < page.count; i++) {
                    statistics.updateStats(page.cells[i] != 0);
                }
            }
            case LONG, INTEGER, DATE, TIMESTAMP, TIME, DECIMAL -> whole(narrow, page, statistics);
            case TEXT, JSON, BINARY, OTHER -> throw new IllegalStateException(pageKind + " is no number");
        }
    }

    private static void whole(boolean narrow, Page page, Statistics<?> statistics) {
        long low = page.cells[0];
        long high = low;
        for (int i = 1; i < page.count; i++) {
            low = Math.min(low, page.cells[i]);
            high = Math.max(high, page.cells[i]);
        }
        if (narrow) {
            statistics.updateStats((int) low);
            statistics.updateStats((int) high);
        } else {
            statistics.updateStats(low);
            statistics.updateStats(high);
        }
    }

    private void real(Page page, Statistics<?> statistics) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        int none = 0;
        for (int i = 0; i < page.count; i++) {
            double value = kind == Kind.DOUBLE
                    ? Double.longBitsToDouble(page.cells[i])
                    : Float.intBitsToFloat((int) page.cells[i]);
            if (Double.isNaN(value)) {
                none++;
            } else {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        nans += none;
        if (none == page.count) {
            return;
        }
        least = Math.min(least, low);
        greatest = Math.max(greatest, high);
        // statistics that leave NaN out would say that there is none
        if (none == 0) {
            update(statistics, low);
            update(statistics, high);
        }
    }

    private void update(Statistics<?> statistics, double value) {
        if (kind == Kind.DOUBLE) {
            statistics.updateStats(value);
        } else {
            statistics.updateStats((float) value);
        }
    }

    /** What Iceberg keeps of a column of floating point, and Parquet's footer does not tell. */
    Optional<FieldMetrics<?>> metrics() {
        if (kind != Kind.DOUBLE && kind != Kind.FLOAT) {
            return Optional.empty();
        }
        if (rows - nulls == nans) {
            return Optional.of(new FieldMetrics<>(fieldId, rows, nulls, nans));
        }
        return Optional.of(
                kind == Kind.DOUBLE
                        ? new FieldMetrics<>(fieldId, rows, nulls, nans, least, greatest)
                        : new FieldMetrics<>(fieldId, rows, nulls, nans, (float) least, (float) greatest));
    }
}
