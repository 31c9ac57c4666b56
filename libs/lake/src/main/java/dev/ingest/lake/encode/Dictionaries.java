package dev.ingest.lake.encode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which columns get a dictionary: those whose values repeat. Where they do not, Parquet would hash every value of a row group's
 * beginning, keep them all, and then write them once more without. The rows to be written are at hand, so a sample of them tells.
 */
final class Dictionaries {

    private static final int SAMPLE = 512;

    /** A sample of fewer says nothing, and costs nothing either way. */
    private static final int SAMPLE_MIN = 32;

    private Dictionaries() {}

    /** The columns without one. */
    static List<String> off(List<Field> fields, List<Row> rows) {
        var off = new ArrayList<String>();
        for (int column = 0; column < fields.size(); column++) {
            if (fields.get(column).kind() != Kind.BOOLEAN && !repeats(rows, column)) {
                off.add(fields.get(column).name());
            }
        }
        return off;
    }

    private static boolean repeats(List<Row> rows, int column) {
        Set<Object> different = new HashSet<>();
        int seen = 0;
        int step = Math.max(1, rows.size() / SAMPLE);
        for (int i = 0; i < rows.size(); i += step) {
            @Nullable Object value = rows.get(i).get(column, Object.class);
            if (value != null) {
                seen++;
                different.add(Objects.requireNonNull(value));
            }
        }
        return seen < SAMPLE_MIN || different.size() <= seen / 2;
    }
}
