package dev.ingest.lake.encode;

import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;

/** The bytes of a page in the making; used again for all pages of a column. */
final class Page {

    /** As many as Iceberg's own writer puts into a page. */
    static final int ROWS_MAX = 20_000;

    /** Room for the levels of a page without nulls, which are known when its values are there. */
    private static final int FRONT = 16;

    private static final int LENGTH_AT_FIRST = 1 << 10;

    byte[] bytes = new byte[LENGTH_AT_FIRST];
    int length = FRONT;
    private int start = FRONT;

    void clear() {
        start = FRONT;
        length = FRONT;
    }

    /** Makes room for so many bytes more, and two words. */
    void reserve(long more) {
        long needed = length + more + 2 * Long.BYTES;
        if (bytes.length < needed) {
            bytes = Arrays.copyOf(
                    bytes, Math.toIntExact(Math.max(Math.min(bytes.length * 2L, Integer.MAX_VALUE / 2), needed)));
        }
    }

    /** Adds a text, for which there is room. */
    void text(byte[] from, int at, int size) {
        Words.putInt(bytes, length, size);
        int to = length + Integer.BYTES;
        if (size <= 2 * Long.BYTES && at + 2 * Long.BYTES <= from.length) {
            // short texts are most texts: two words, of which what is too much is written over
            Words.put(bytes, to, Words.at(from, at));
            Words.put(bytes, to + Long.BYTES, Words.at(from, at + Long.BYTES));
        } else {
            System.arraycopy(from, at, bytes, to, size);
        }
        length = to + size;
    }

    void add(byte[] more, int size) {
        reserve(size);
        System.arraycopy(more, 0, bytes, length, size);
        length += size;
    }

    /** Puts the levels in front of the values, with their length. */
    void levels(Runs levels) {
        int size = levels.length() + Integer.BYTES;
        if (size > FRONT) {
            reserve(size - FRONT);
            System.arraycopy(bytes, FRONT, bytes, size, length - FRONT);
            length += size - FRONT;
        }
        start = Math.max(0, FRONT - size);
        Words.putInt(bytes, start, levels.length());
        System.arraycopy(levels.bytes(), 0, bytes, start + Integer.BYTES, levels.length());
    }

    BytesInput all() {
        return BytesInput.from(bytes, start, length - start);
    }
}
