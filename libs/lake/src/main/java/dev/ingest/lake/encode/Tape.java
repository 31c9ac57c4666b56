package dev.ingest.lake.encode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Rows without objects. Each row is a run of cells, one per value that it has: a column and a long, which is the value itself or
 * the place of its bytes, mostly in the record they came with. So a tape grows with the records and not with the table's columns:
 * at ten bytes a cell it is seldom larger than their JSON.
 */
public final class Tape {

    private static final int ROWS_AT_FIRST = 64;

    /** In a cell of bytes: they are in the arena and not in the row's source. */
    private static final long IN_ARENA = 1L << 63;

    private final List<Field> fields;
    private final Kind[] kinds;

    private int rows;
    private int[] ends = new int[ROWS_AT_FIRST];
    private int[] sourceOf = new int[ROWS_AT_FIRST];
    private boolean[] deletes = new boolean[ROWS_AT_FIRST];

    private int cells;
    private char[] columns = new char[ROWS_AT_FIRST];
    private long[] values = new long[ROWS_AT_FIRST];

    private byte[][] sources = new byte[8][];
    private int sourceCount;
    private final List<Object> objects = new ArrayList<>();
    private final Arena arena = new Arena();

    public Tape(List<Field> fields) {
        if (fields.size() > Character.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "%d columns (expected: at most %d)".formatted(fields.size(), (int) Character.MAX_VALUE));
        }
        this.fields = List.copyOf(fields);
        this.kinds = fields.stream().map(Field::kind).toArray(Kind[]::new);
    }

    public List<Field> fields() {
        return fields;
    }

    public int size() {
        return rows;
    }

    /** The rows in their order; each is a view that is made when it is asked for. */
    public List<Row> rows() {
        return new Whole(this);
    }

    /** Adds a row of objects in Iceberg's internal form. */
    public void add(@Nullable Object[] row, boolean delete) {
        for (int column = 0; column < row.length; column++) {
            Object value = row[column];
            if (value != null) {
                put(column, cell(kinds[column], value));
            }
        }
        endRow(-1, delete);
    }

    boolean isDelete(int row) {
        return deletes[row];
    }

    /** A value as an object; null where the row has none. */
    @Nullable
    Object value(int row, int column) {
        int cell = find(row, column);
        return cell < 0 ? null : object(row, column, values[cell]);
    }

    /** As {@link Row#head}. */
    long head(int row, int column) {
        int cell = find(row, column);
        if (cell < 0) {
            return 0;
        }
        long value = values[cell];
        return switch (kinds[column]) {
            case LONG, TIMESTAMP, TIME, INTEGER, DATE -> value;
            case TEXT, JSON -> Words.signedHead(bytes(row, value), from(value), length(value));
            case DOUBLE, FLOAT, BOOLEAN, DECIMAL, BINARY, OTHER -> 0;
        };
    }

    /** The cell of a row's column; -1 where it has none. */
    int find(int row, int column) {
        for (int cell = start(row); cell < ends[row]; cell++) {
            if (columns[cell] == column) {
                return cell;
            }
        }
        return -1;
    }

    /** Makes room for as many cells and rows as there are now, times this. */
    public void reserve(double times) {
        int moreCells = (int) Math.min(cells * times, Integer.MAX_VALUE / 2);
        int moreRows = (int) Math.min(rows * times, Integer.MAX_VALUE / 2);
        if (moreCells > columns.length) {
            growCells(moreCells);
        }
        if (moreRows > ends.length) {
            growRows(moreRows);
        }
    }

    // writing, by the scanner

    /** Adds records' bytes that cells may refer to; to be named when a row ends. */
    int source(byte[] bytes) {
        if (sourceCount == sources.length) {
            sources = Arrays.copyOf(sources, sourceCount * 2);
        }
        sources[sourceCount] = bytes;
        return sourceCount++;
    }

    void put(int column, long value) {
        if (cells == values.length) {
            growCells(Math.addExact(cells, cells >> 1));
        }
        columns[cells] = (char) column;
        values[cells++] = value;
    }

    void endRow(int source, boolean delete) {
        if (rows == ends.length) {
            growRows(Math.addExact(rows, rows >> 1));
        }
        ends[rows] = cells;
        sourceOf[rows] = source;
        deletes[rows++] = delete;
    }

    private void growCells(int length) {
        columns = Arrays.copyOf(columns, length);
        values = Arrays.copyOf(values, length);
    }

    private void growRows(int length) {
        ends = Arrays.copyOf(ends, length);
        sourceOf = Arrays.copyOf(sourceOf, length);
        deletes = Arrays.copyOf(deletes, length);
    }

    /** Forgets the cells since the last row's end. */
    void abandonRow() {
        cells = start(rows);
    }

    /** Bytes of memory, without the records that it refers to. */
    long held() {
        return arena.length() + (long) cells * (Character.BYTES + Long.BYTES);
    }

    Arena arena() {
        return arena;
    }

    static long inSource(int from, int length) {
        return (long) from << 32 | length;
    }

    static long inArena(int place, int length) {
        return IN_ARENA | inSource(place, length);
    }

    // reading, by the columns' sink

    int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    int end(int row) {
        return ends[row];
    }

    /** About how many bytes of Parquet a row is, before compression. */
    long width(int row) {
        long width = 0;
        for (int cell = start(row); cell < ends[row]; cell++) {
            width += Long.BYTES + (kinds[columns[cell]].isBytes() ? length(values[cell]) : 0);
        }
        return width;
    }

    int column(int cell) {
        return columns[cell];
    }

    long cell(int cell) {
        return values[cell];
    }

    byte[] bytes(int row, long cell) {
        return cell < 0 ? arena.block((int) (cell >>> 32) & Integer.MAX_VALUE) : sources[sourceOf[row]];
    }

    static int from(long cell) {
        int place = (int) (cell >>> 32);
        return cell < 0 ? Arena.position(place & Integer.MAX_VALUE) : place;
    }

    static int length(long cell) {
        return (int) cell;
    }

    private long cell(Kind kind, Object value) {
        return switch (kind) {
            case LONG, TIMESTAMP, TIME -> (Long) value;
            case INTEGER, DATE -> (Integer) value;
            case DOUBLE -> Double.doubleToRawLongBits((Double) value);
            case FLOAT -> Float.floatToRawIntBits((Float) value);
            case BOOLEAN -> (Boolean) value ? 1 : 0;
            case DECIMAL -> ((BigDecimal) value).unscaledValue().longValueExact();
            case TEXT, JSON -> kept(((CharSequence) value).toString().getBytes(StandardCharsets.UTF_8));
            case BINARY -> kept(bytes((ByteBuffer) value));
            case OTHER -> {
                objects.add(value);
                yield objects.size() - 1L;
            }
        };
    }

    private long kept(byte[] bytes) {
        return inArena(arena.put(bytes, 0, bytes.length), bytes.length);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private Object object(int row, int column, long cell) {
        return switch (kinds[column]) {
            case LONG, TIMESTAMP, TIME -> cell;
            case INTEGER, DATE -> (int) cell;
            case DOUBLE -> Double.longBitsToDouble(cell);
            case FLOAT -> Float.intBitsToFloat((int) cell);
            case BOOLEAN -> cell != 0;
            case DECIMAL ->
                new BigDecimal(BigInteger.valueOf(cell), fields.get(column).scale());
            case TEXT, JSON -> new String(bytes(row, cell), from(cell), length(cell), StandardCharsets.UTF_8);
            case BINARY -> ByteBuffer.wrap(Arrays.copyOfRange(bytes(row, cell), from(cell), from(cell) + length(cell)));
            case OTHER -> objects.get((int) cell);
        };
    }

    /** All rows of a tape. */
    static final class Whole extends AbstractList<Row> implements RandomAccess {

        private final Tape tape;

        private Whole(Tape tape) {
            this.tape = tape;
        }

        Tape tape() {
            return tape;
        }

        @Override
        public Row get(int index) {
            return new Row.OnTape(tape, Objects.checkIndex(index, tape.rows));
        }

        @Override
        public int size() {
            return tape.rows;
        }
    }
}
