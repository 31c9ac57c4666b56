package dev.ingest.lake.encode;

/**
 * One column's cells of a few rows: so few that these rows' part of the tape, and of the records that it refers to, is still in the
 * processor's cache when the last column takes its own. Used again for all columns.
 */
final class Cells {

    static final int ROWS_MAX = 1_024;

    /** Of the rows that have one, and those rows' indexes on the tape. */
    final long[] cells = new long[ROWS_MAX];

    final int[] rowOf = new int[ROWS_MAX];

    /** Which of the rows have a value. */
    final boolean[] present = new boolean[ROWS_MAX];

    int rows;

    /** How many of the rows have a value. */
    int count;

    /** Takes a column's cells of rows that are given by their indexes on the tape. */
    void gather(Tape tape, int column, int[] order, int from, int to) {
        rows = to - from;
        int found = 0;
        int guess = 0;
        for (int i = from; i < to; i++) {
            int row = order[i];
            int start = tape.start(row);
            int end = tape.end(row);
            int cell = start + guess;
            if (cell >= end || tape.column(cell) != column) {
                cell = tape.find(row, column);
                guess = cell < 0 ? guess : cell - start;
            }
            present[i - from] = cell >= 0;
            if (cell >= 0) {
                rowOf[found] = row;
                cells[found++] = tape.cell(cell);
            }
        }
        count = found;
    }

    /** Takes what rows take over of others, as the cells of one more column. */
    void gather(long[] takenOver, int from, int to) {
        rows = to - from;
        count = 0;
        for (int i = from; i < to; i++) {
            present[i - from] = takenOver[i] != Row.Replacing.NEW;
            if (present[i - from]) {
                cells[count++] = takenOver[i];
            }
        }
    }

    int nulls() {
        return rows - count;
    }

    /** How many bytes the cells refer to. */
    long length() {
        long length = 0;
        for (int i = 0; i < count; i++) {
            length += Tape.length(cells[i]);
        }
        return length;
    }
}
