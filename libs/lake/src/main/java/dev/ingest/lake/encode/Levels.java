package dev.ingest.lake.encode;

import java.util.Arrays;

/** Which rows of a page have a value, as the page of an optional column begins. Costs nothing as long as all have one. */
final class Levels {

    /** Bytes of one kind from which on a run of them is shorter than they are. */
    private static final int RUN_MIN = 4;

    private int rows;
    private int nulls;

    /** A bit for each row; kept from the first null on. */
    private byte[] present = {};

    int rows() {
        return rows;
    }

    int nulls() {
        return nulls;
    }

    void add(Cells cells) {
        if (nulls == 0 && cells.nulls() > 0) {
            present = Arrays.copyOf(present, (Page.ROWS_MAX + Byte.SIZE - 1) / Byte.SIZE);
            Arrays.fill(present, (byte) 0);
            setAll(rows);
        }
        nulls += cells.nulls();
        if (nulls > 0) {
            for (int i = 0; i < cells.rows; i++) {
                int row = rows + i;
                present[row >> 3] |= (byte) ((cells.present[i] ? 1 : 0) << (row & 7));
            }
        }
        rows += cells.rows;
    }

    private void setAll(int to) {
        Arrays.fill(present, 0, to >> 3, (byte) -1);
        present[to >> 3] = (byte) ((1 << (to & 7)) - 1);
    }

    void clear() {
        rows = 0;
        nulls = 0;
    }

    /** Writes them as Parquet's runs of bits. */
    void write(Runs runs) {
        if (nulls == 0) {
            runs.same(1, rows, 1);
            return;
        }
        int bytes = (rows + Byte.SIZE - 1) / Byte.SIZE;
        int literals = 0;
        for (int at = 0; at < bytes; ) {
            int end = sameUntil(at, bytes);
            if (end - at < RUN_MIN) {
                at = end;
                continue;
            }
            runs.bits(present, literals, at);
            runs.same(present[at] & 1, Math.min(rows, end << 3) - (at << 3), 1);
            at = end;
            literals = end;
        }
        runs.bits(present, literals, bytes);
    }

    /** The end of a run of bytes that are all values, or all nulls; of a byte that is mixed, the next. */
    private int sameUntil(int from, int limit) {
        int end = from + 1;
        if (present[from] == 0 || present[from] == -1) {
            while (end < limit && present[end] == present[from]) {
                end++;
            }
        }
        return end;
    }
}
