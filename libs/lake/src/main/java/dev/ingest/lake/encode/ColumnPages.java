package dev.ingest.lake.encode;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * One column's pages of a row group: levels, a dictionary if it pays, plain values if not, and statistics. Takes a few rows at a
 * time; the page in the making is what they have become.
 */
final class ColumnPages {

    private final int column;
    private final Kind kind;
    private final PrimitiveType type;
    private final boolean optional;
    private final boolean narrow;
    private final PageWriter writer;
    private final Range numbers;
    private final TextRange texts = new TextRange();
    private final Runs runs;

    private final Levels levels = new Levels();
    private final Page page = new Page();
    private int count;

    /** Bytes that the page's values refer to, whether they are in it or in the dictionary. */
    private long length;

    /** Null where values do not repeat, and from where it was found full. */
    private @Nullable Dictionary dictionary;

    /** Of the page's values in the dictionary. */
    private int[] ids = {};

    /** What pages refer to. */
    private @Nullable Dictionary written;

    /** @param dictionary whether values seem to repeat */
    ColumnPages(
            int column,
            Field field,
            PrimitiveType type,
            PageWriter writer,
            boolean dictionary,
            Range range,
            Runs runs) {
        this.column = column;
        this.kind = field.kind();
        this.type = type;
        this.optional = type.isRepetition(org.apache.parquet.schema.Type.Repetition.OPTIONAL);
        this.narrow = field.isNarrow();
        this.writer = writer;
        this.dictionary = dictionary ? new Dictionary() : null;
        this.numbers = range;
        this.runs = runs;
    }

    /** Takes these rows' values, into one page or several. */
    void add(Tape tape, int[] order, int from, int to, Cells cells) throws IOException {
        cells.gather(tape, column, order, from, to);
        if (kind.isBytes()) {
            long more = cells.length() + (long) Integer.BYTES * cells.count;
            if (length + more > RowFiles.PAGE_BYTES_MAX) {
                endPage();
            }
            if (more > RowFiles.PAGE_BYTES_MAX && to - from > 1) {
                int half = (from + to) >>> 1;
                add(tape, order, from, half, cells);
                add(tape, order, half, to, cells);
                return;
            }
            length += more;
        }
        add(tape, cells);
    }

    /** Takes what rows take over of others. */
    void add(Tape tape, long[] takenOver, int from, int to, Cells cells) throws IOException {
        cells.gather(takenOver, from, to);
        add(tape, cells);
    }

    private void add(Tape tape, Cells cells) throws IOException {
        if (cells.nulls() > 0 && !optional) {
            throw new IllegalStateException("a row without a value for " + type.getName() + ", which is required");
        }
        if (dictionary != null && !number(dictionary, tape, cells)) {
            endPage();
            dictionary = null;
        }
        levels.add(cells);
        if (!kind.isBytes()) {
            numbers.see(cells);
        }
        if (dictionary == null) {
            plain(tape, cells);
        } else if (kind.isBytes()) {
            dictionary.see(ids, count, cells.count, texts);
        }
        count += cells.count;
    }

    /** Looks the values up, behind the page's; false if there is no room for them all. */
    private boolean number(Dictionary all, Tape tape, Cells cells) {
        if (ids.length < count + cells.count) {
            ids = Arrays.copyOf(ids, Math.max(ids.length * 2, count + cells.count));
        }
        for (int i = 0; i < cells.count; i++) {
            long cell = cells.cells[i];
            int id = kind.isBytes()
                    ? all.ofBytes(tape.bytes(cells.rowOf[i], cell), Tape.from(cell), Tape.length(cell))
                    : all.ofNumber(cell, narrow ? Integer.BYTES : Long.BYTES);
            if (id == Dictionary.FULL) {
                return false;
            }
            ids[count + i] = id;
        }
        return true;
    }

    private void plain(Tape tape, Cells cells) {
        if (kind.isBytes()) {
            texts(tape, cells);
        } else if (kind == Kind.BOOLEAN) {
            bits(cells);
        } else if (narrow) {
            ints(cells);
        } else {
            longs(cells);
        }
    }

    private void longs(Cells cells) {
        page.reserve((long) cells.count * Long.BYTES);
        for (int i = 0; i < cells.count; i++) {
            Words.put(page.bytes, page.length + i * Long.BYTES, cells.cells[i]);
        }
        page.length += cells.count * Long.BYTES;
    }

    private void ints(Cells cells) {
        page.reserve((long) cells.count * Integer.BYTES);
        for (int i = 0; i < cells.count; i++) {
            Words.putInt(page.bytes, page.length + i * Integer.BYTES, (int) cells.cells[i]);
        }
        page.length += cells.count * Integer.BYTES;
    }

    private void bits(Cells cells) {
        page.reserve((cells.count >> 3) + 1);
        for (int i = 0; i < cells.count; i++) {
            int bit = count + i & 7;
            if (bit == 0) {
                page.bytes[page.length++] = 0;
            }
            page.bytes[page.length - 1] |= (byte) (cells.cells[i] << bit);
        }
    }

    private void texts(Tape tape, Cells cells) {
        page.reserve(cells.length() + (long) Integer.BYTES * cells.count);
        for (int i = 0; i < cells.count; i++) {
            long cell = cells.cells[i];
            byte[] bytes = tape.bytes(cells.rowOf[i], cell);
            int from = Tape.from(cell);
            int size = Tape.length(cell);
            texts.see(bytes, from, size);
            page.text(bytes, from, size);
        }
    }

    /** Ends the page in the making, if it has rows. */
    void endPage() throws IOException {
        if (levels.rows() == 0) {
            return;
        }
        // a dictionary without values, of nulls alone, is none to some readers
        Dictionary used = count > 0 ? dictionary : null;
        if (used != null) {
            written = used;
            ids(used);
        }
        if (optional) {
            runs.clear();
            levels.write(runs);
            page.levels(runs);
        }
        write(page.all(), used != null ? Encoding.RLE_DICTIONARY : Encoding.PLAIN);
        levels.clear();
        page.clear();
        count = 0;
        length = 0;
    }

    private void ids(Dictionary all) {
        int width = all.bits();
        runs.clear();
        runs.numbers(ids, count, width);
        page.reserve(1);
        page.bytes[page.length++] = (byte) width;
        page.add(runs.bytes(), runs.length());
        all.nextPage();
    }

    private void write(BytesInput bytes, Encoding values) throws IOException {
        Statistics<?> statistics = Statistics.createStats(type);
        statistics.incrementNumNulls(levels.nulls());
        if (kind.isBytes()) {
            texts.tell(statistics);
            texts.clear();
        } else {
            numbers.tell(statistics);
        }
        writer.writePage(bytes, levels.rows(), levels.rows(), statistics, Encoding.RLE, Encoding.RLE, values);
    }

    /** Bytes of memory that its pages take, and what they refer to. */
    long held() {
        return writer.getMemSize() + (written == null ? 0 : written.held());
    }

    /** Ends the column in this row group. */
    void end() throws IOException {
        if (written != null) {
            writer.writeDictionaryPage(new DictionaryPage(
                    BytesInput.from(written.plain(), 0, written.length()), written.size(), Encoding.PLAIN));
        }
    }
}
