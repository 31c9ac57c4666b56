package dev.ingest.lake.encode;

import java.util.Optional;
import org.apache.iceberg.FieldMetrics;
import org.apache.parquet.column.statistics.Statistics;

/** The least and the greatest number of a column, page by page and in a whole file, and how many are none at all. */
final class Range {

    private final int fieldId;
    private final Kind kind;
    private final boolean narrow;

    // of the page in the making
    private long low = Long.MAX_VALUE;
    private long high = Long.MIN_VALUE;
    private double realLow = Double.POSITIVE_INFINITY;
    private double realHigh = Double.NEGATIVE_INFINITY;
    private int count;
    private int none;

    // of the file
    private long rows;
    private long nulls;
    private long nans;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    Range(int fieldId, Field field) {
        this.fieldId = fieldId;
        this.kind = field.kind();
        this.narrow = field.isNarrow();
    }

    void see(Cells cells) {
        rows += cells.rows;
        nulls += cells.nulls();
        count += cells.count;
        switch (kind) {
            case DOUBLE, FLOAT -> real(cells);
            case BOOLEAN, LONG, INTEGER, DATE, TIMESTAMP, TIME, DECIMAL -> whole(cells);
            case TEXT, JSON, BINARY, OTHER -> throw new IllegalStateException(kind + " is no number");
        }
    }

    private void whole(Cells cells) {
        long least = low;
        long greatest = high;
        for (int i = 0; i < cells.count; i++) {
            least = Math.min(least, cells.cells[i]);
            greatest = Math.max(greatest, cells.cells[i]);
        }
        low = least;
        high = greatest;
    }

    private void real(Cells cells) {
        for (int i = 0; i < cells.count; i++) {
            double value = kind == Kind.DOUBLE
                    ? Double.longBitsToDouble(cells.cells[i])
                    : Float.intBitsToFloat((int) cells.cells[i]);
            if (Double.isNaN(value)) {
                none++;
            } else {
                realLow = Math.min(realLow, value);
                realHigh = Math.max(realHigh, value);
            }
        }
    }

    /** Ends a page: tells its statistics. */
    void tell(Statistics<?> statistics) {
        if (kind == Kind.DOUBLE || kind == Kind.FLOAT) {
            least = Math.min(least, realLow);
            greatest = Math.max(greatest, realHigh);
            nans += none;
            // statistics that leave NaN out would say that there is none
            if (count > 0 && none == 0) {
                update(statistics, realLow);
                update(statistics, realHigh);
            }
        } else if (count > 0) {
            update(statistics, low);
            update(statistics, high);
        }
        low = Long.MAX_VALUE;
        high = Long.MIN_VALUE;
        realLow = Double.POSITIVE_INFINITY;
        realHigh = Double.NEGATIVE_INFINITY;
        count = 0;
        none = 0;
    }

    private void update(Statistics<?> statistics, long value) {
        if (kind == Kind.BOOLEAN) {
            statistics.updateStats(value != 0);
        } else if (narrow) {
            statistics.updateStats((int) value);
        } else {
            statistics.updateStats(value);
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
