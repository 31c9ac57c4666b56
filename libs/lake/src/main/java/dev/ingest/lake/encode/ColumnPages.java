package dev.ingest.lake.encode;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** One column's pages of a row group: levels, a dictionary if it pays, plain values if not, and statistics. */
final class ColumnPages {

    private static final int BYTES_MAX = 1 << 20;
    private static final int DIGITS_OF_INT = 9;

    private final int column;
    private final Kind kind;
    private final PrimitiveType type;
    private final boolean optional;
    private final boolean narrow;
    private final PageWriter writer;
    private final Range range;

    /** Null where values do not repeat, and from the page on that found it full. */
    private @Nullable Dictionary dictionary;

    private @Nullable Dictionary written;

    ColumnPages(int column, Field field, PrimitiveType type, PageWriter writer, boolean dictionary, Range range) {
        this.column = column;
        this.kind = field.kind();
        this.type = type;
        this.optional = type.isRepetition(org.apache.parquet.schema.Type.Repetition.OPTIONAL);
        this.narrow = kind == Kind.INTEGER
                || kind == Kind.DATE
                || kind == Kind.FLOAT
                || kind == Kind.DECIMAL && field.precision() <= DIGITS_OF_INT;
        this.writer = writer;
        this.dictionary = dictionary ? new Dictionary() : null;
        this.range = range;
    }

    /** Whether the tape has its values. */
    boolean isOf(Tape tape) {
        return column < tape.fields().size();
    }

    /** Writes these rows as one page, or as several where their texts are long. */
    void write(Tape tape, int[] order, int from, int to, Page page) throws IOException {
        page.gather(tape, column, order, from, to);
        if (kind.isBytes() && to - from > 1 && length(page) > BYTES_MAX) {
            int half = (from + to) >>> 1;
            write(tape, order, from, half, page);
            write(tape, order, half, to, page);
            return;
        }
        write(tape, page);
    }

    /** Writes what rows take over of others as one page. */
    void write(Tape tape, long[] takenOver, int from, int to, Page page) throws IOException {
        page.gather(takenOver, from, to);
        write(tape, page);
    }

    private void write(Tape tape, Page page) throws IOException {
        if (page.nulls() > 0 && !optional) {
            throw new IllegalStateException("a row without a value for " + type.getName() + ", which is required");
        }
        Statistics<?> statistics = Statistics.createStats(type);
        statistics.incrementNumNulls(page.nulls());
        if (optional) {
            page.levels();
        }
        Encoding encoding = values(tape, page, statistics);
        writer.writePage(
                BytesInput.from(page.bytes, 0, page.length),
                page.rows,
                page.rows,
                statistics,
                Encoding.RLE,
                Encoding.RLE,
                encoding);
    }

    /** Ends the column in this row group. */
    void end() throws IOException {
        if (written != null) {
            writer.writeDictionaryPage(new DictionaryPage(
                    BytesInput.from(written.plain(), 0, written.length()), written.size(), Encoding.PLAIN));
        }
    }

    private Encoding values(Tape tape, Page page, Statistics<?> statistics) throws IOException {
        if (kind.isBytes()) {
            bounds(tape, page, statistics);
        } else {
            range.of(kind, narrow, page, statistics);
        }
        if (dictionary != null && numbers(dictionary, tape, page)) {
            written = dictionary;
            page.numbers(dictionary.bits());
            return Encoding.RLE_DICTIONARY;
        }
        dictionary = null;
        if (kind.isBytes()) {
            texts(tape, page);
        } else if (kind == Kind.BOOLEAN) {
            bits(page);
        } else {
            numbers(page);
        }
        return Encoding.PLAIN;
    }

    private boolean numbers(Dictionary all, Tape tape, Page page) {
        for (int i = 0; i < page.count; i++) {
            long cell = page.cells[i];
            int number = kind.isBytes()
                    ? all.ofBytes(tape.bytes(page.rowOf[i], cell), Tape.from(cell), Tape.length(cell))
                    : all.ofNumber(cell, narrow ? Integer.BYTES : Long.BYTES);
            if (number == Dictionary.FULL) {
                return false;
            }
            page.ids[i] = number;
        }
        return page.count > 0;
    }

    private void numbers(Page page) {
        page.reserve(page.count * Long.BYTES);
        byte[] bytes = page.bytes;
        int at = page.length;
        for (int i = 0; i < page.count; i++) {
            if (narrow) {
                Words.putInt(bytes, at, (int) page.cells[i]);
                at += Integer.BYTES;
            } else {
                Words.put(bytes, at, page.cells[i]);
                at += Long.BYTES;
            }
        }
        page.length = at;
    }

    private static void bits(Page page) {
        int size = (page.count + 7) >>> 3;
        page.reserve(size);
        Arrays.fill(page.bytes, page.length, page.length + size, (byte) 0);
        for (int i = 0; i < page.count; i++) {
            page.bytes[page.length + (i >>> 3)] |= (byte) (page.cells[i] << (i & 7));
        }
        page.length += size;
    }

    private static void texts(Tape tape, Page page) {
        for (int i = 0; i < page.count; i++) {
            long cell = page.cells[i];
            page.put(tape.bytes(page.rowOf[i], cell), Tape.from(cell), Tape.length(cell));
        }
    }

    private static long length(Page page) {
        long length = 0;
        for (int i = 0; i < page.count; i++) {
            length += Tape.length(page.cells[i]) + (long) Integer.BYTES;
        }
        return length;
    }

    /** The least and the greatest text, as unsigned bytes: the first eight mostly tell. */
    private static void bounds(Tape tape, Page page, Statistics<?> statistics) {
        if (page.count == 0) {
            return;
        }
        int least = 0;
        int greatest = 0;
        long leastHead = head(tape, page, 0);
        long greatestHead = leastHead;
        for (int i = 1; i < page.count; i++) {
            long head = head(tape, page, i);
            int low = Long.compareUnsigned(head, leastHead);
            if (low < 0 || low == 0 && compare(tape, page, i, least) < 0) {
                least = i;
                leastHead = head;
            }
            int high = Long.compareUnsigned(head, greatestHead);
            if (high > 0 || high == 0 && compare(tape, page, i, greatest) > 0) {
                greatest = i;
                greatestHead = head;
            }
        }
        statistics.updateStats(copy(tape, page, least));
        statistics.updateStats(copy(tape, page, greatest));
    }

    private static long head(Tape tape, Page page, int index) {
        long cell = page.cells[index];
        byte[] bytes = tape.bytes(page.rowOf[index], cell);
        int from = Tape.from(cell);
        int length = Tape.length(cell);
        long word;
        if (from + Long.BYTES <= bytes.length) {
            word = Words.at(bytes, from);
            // a shift by 64 would be one by none
            word = length >= Long.BYTES ? word : length == 0 ? 0 : word & -1L >>> (Long.BYTES - length << 3);
        } else {
            word = Words.padded(bytes, from, length);
        }
        return Long.reverseBytes(word);
    }

    private static int compare(Tape tape, Page page, int one, int other) {
        long a = page.cells[one];
        long b = page.cells[other];
        return Arrays.compareUnsigned(
                tape.bytes(page.rowOf[one], a),
                Tape.from(a),
                Tape.from(a) + Tape.length(a),
                tape.bytes(page.rowOf[other], b),
                Tape.from(b),
                Tape.from(b) + Tape.length(b));
    }

    private static Binary copy(Tape tape, Page page, int index) {
        long cell = page.cells[index];
        int from = Tape.from(cell);
        return Binary.fromConstantByteArray(
                Arrays.copyOfRange(tape.bytes(page.rowOf[index], cell), from, from + Tape.length(cell)));
    }
}
