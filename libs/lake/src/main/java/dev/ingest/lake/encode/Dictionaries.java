package dev.ingest.lake.encode;

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

    /** Whether each of the tape's columns gets one. */
    static boolean[] worthwhile(Tape tape, int[] order) {
        int columns = tape.fields().size();
        var different = new @Nullable Dictionary[columns];
        int[] seen = new int[columns];
        boolean[] full = new boolean[columns];
        int step = Math.max(1, order.length / SAMPLE);
        for (int i = 0; i < order.length; i += step) {
            for (int cell = tape.start(order[i]); cell < tape.end(order[i]); cell++) {
                int column = tape.column(cell);
                Dictionary known = different[column];
                if (known == null) {
                    known = new Dictionary();
                    different[column] = known;
                }
                seen[column]++;
                full[column] |= number(tape, order[i], column, tape.cell(cell), known) == Dictionary.FULL;
            }
        }
        var worthwhile = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            Dictionary known = different[column];
            worthwhile[column] = tape.fields().get(column).kind() != Kind.BOOLEAN
                    && !full[column]
                    && (known == null || seen[column] < SAMPLE_MIN || known.size() <= seen[column] / 2);
        }
        return worthwhile;
    }

    private static int number(Tape tape, int row, int column, long cell, Dictionary known) {
        return tape.fields().get(column).kind().isBytes()
                ? known.ofBytes(tape.bytes(row, cell), Tape.from(cell), Tape.length(cell))
                : known.ofNumber(cell, Long.BYTES);
    }
}
