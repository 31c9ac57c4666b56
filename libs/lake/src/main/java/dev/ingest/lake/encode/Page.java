package dev.ingest.lake.encode;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/**
 * A page in the making, used again for all pages of a file: the cells of one column for a range of rows, and the bytes that they
 * become.
 */
final class Page {

    /** As many as Iceberg's own writer puts into a page. */
    static final int ROWS_MAX = 20_000;

    private static final int SLAB = 1 << 16;

    /** Cells of the rows that have one, and those rows' indexes on the tape. */
    final long[] cells;

    final int[] rowOf;
    final int[] ids;

    /** How many rows have a value. */
    int count;

    int rows;

    byte[] bytes = new byte[SLAB];
    int length;

    private final boolean[] present;

    /** @param rows most rows of a page */
    Page(int rows) {
        cells = new long[rows];
        rowOf = new int[rows];
        ids = new int[rows];
        present = new boolean[rows];
    }

    /** Takes a column's cells of rows that are given by their indexes on the tape. */
    void gather(Tape tape, int column, int[] order, int from, int to) {
        rows = to - from;
        count = 0;
        int guess = 0;
        for (int i = from; i < to; i++) {
            int row = order[i];
            int start = tape.start(row);
            int end = tape.end(row);
            int cell = start + guess;
            if (cell >= end || tape.column(cell) != column) {
                cell = find(tape, column, start, end);
                if (cell < 0) {
                    present[i - from] = false;
                    continue;
                }
                guess = cell - start;
            }
            present[i - from] = true;
            rowOf[count] = row;
            cells[count++] = tape.cell(cell);
        }
        length = 0;
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
        length = 0;
    }

    private static int find(Tape tape, int column, int start, int end) {
        for (int cell = start; cell < end; cell++) {
            if (tape.column(cell) == column) {
                return cell;
            }
        }
        return -1;
    }

    int nulls() {
        return rows - count;
    }

    /** Makes room for so many bytes more, and a word. */
    void reserve(int more) {
        if (bytes.length - length < more + Long.BYTES) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more + SLAB)));
        }
    }

    void put(byte[] from, int at, int size) {
        reserve(size + Integer.BYTES);
        Words.putInt(bytes, length, size);
        int to = length + Integer.BYTES;
        if (size <= 2 * Long.BYTES && at + 2 * Long.BYTES <= from.length && to + 2 * Long.BYTES <= bytes.length) {
            // short texts are most texts: two words, of which what is too much is written over
            Words.put(bytes, to, Words.at(from, at));
            Words.put(bytes, to + Long.BYTES, Words.at(from, at + Long.BYTES));
        } else {
            System.arraycopy(from, at, bytes, to, size);
        }
        length = to + size;
    }

    /** Says which rows have a value, as a page of an optional column begins. */
    void levels() throws IOException {
        if (nulls() == 0) {
            append(BytesInput.concat(BytesInput.fromUnsignedVarInt(rows << 1), BytesInput.from(new byte[] {1})), true);
            return;
        }
        try (var encoder = encoder(1)) {
            for (int i = 0; i < rows; i++) {
                encoder.writeInt(present[i] ? 1 : 0);
            }
            append(encoder.toBytes(), true);
        }
    }

    /** The numbers of a dictionary's values. */
    void numbers(int bits) throws IOException {
        reserve(1);
        bytes[length++] = (byte) bits;
        try (var encoder = encoder(bits)) {
            for (int i = 0; i < count; i++) {
                encoder.writeInt(ids[i]);
            }
            append(encoder.toBytes(), false);
        }
    }

    private static RunLengthBitPackingHybridEncoder encoder(int bits) {
        return new RunLengthBitPackingHybridEncoder(bits, 64, SLAB, HeapByteBufferAllocator.getInstance());
    }

    private void append(BytesInput more, boolean withLength) throws IOException {
        int size = Math.toIntExact(more.size());
        reserve(size + Integer.BYTES);
        if (withLength) {
            Words.putInt(bytes, length, size);
            length += Integer.BYTES;
        }
        java.nio.ByteBuffer buffer = more.toByteBuffer(HeapByteBufferAllocator.getInstance(), released -> {});
        buffer.get(bytes, length, size);
        length += size;
    }
}
