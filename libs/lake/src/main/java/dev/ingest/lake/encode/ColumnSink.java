package dev.ingest.lake.encode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.DoubleFieldMetrics;
import org.apache.iceberg.FieldMetrics;
import org.apache.iceberg.FloatFieldMetrics;
import org.apache.iceberg.Schema;
import org.apache.iceberg.parquet.ParquetValueWriter;
import org.apache.iceberg.parquet.TripleWriter;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/** Writes rows of flat columns into Parquet's column writers; those on a tape without an object for the row or its numbers. */
final class ColumnSink implements ParquetValueWriter<Row> {

    private static final int DIGITS_OF_INT = 9;

    private final MessageType parquet;
    private final Kind[] kinds;
    private final boolean[] ints;
    private final int[] present;
    private final ColumnWriter[] writers;

    /** Of {@code _row_id}, where the file has it behind the columns. */
    private @org.jspecify.annotations.Nullable ColumnWriter identity;

    /** For rows of objects. */
    private final Tape scratch;

    /** Where a row's cells are, by column, and the number of the row that this is true of. */
    private final int[] cellOf;

    private final long[] rowOf;
    private long row;

    /** Columns of floating point, whose NaNs no statistics of Parquet count; null elsewhere. */
    private final DoubleFieldMetrics.@org.jspecify.annotations.Nullable Builder[] doubles;

    private final FloatFieldMetrics.@org.jspecify.annotations.Nullable Builder[] floats;

    ColumnSink(Schema schema, List<Field> fields, MessageType parquet) {
        int count = fields.size();
        this.parquet = parquet;
        this.kinds = fields.stream().map(Field::kind).toArray(Kind[]::new);
        this.scratch = new Tape(fields);
        this.ints = new boolean[count];
        this.present = new int[count];
        this.writers = new ColumnWriter[count];
        this.cellOf = new int[count];
        this.rowOf = new long[count];
        this.doubles = new DoubleFieldMetrics.Builder[count];
        this.floats = new FloatFieldMetrics.Builder[count];
        for (int i = 0; i < count; i++) {
            ints[i] = fields.get(i).precision() <= DIGITS_OF_INT;
            present[i] = schema.columns().get(i).isRequired() ? 0 : 1;
            int id = schema.columns().get(i).fieldId();
            doubles[i] = kinds[i] == Kind.DOUBLE ? new DoubleFieldMetrics.Builder(id) : null;
            floats[i] = kinds[i] == Kind.FLOAT ? new FloatFieldMetrics.Builder(id) : null;
        }
    }

    /** Whether such a sink can write these columns. */
    static boolean canWrite(List<Field> fields) {
        return fields.stream().noneMatch(field -> field.kind() == Kind.OTHER);
    }

    @Override
    public void write(int repetitionLevel, Row value) {
        if (identity != null) {
            writeIdentity(value);
        }
        writeColumns(value);
    }

    private void writeIdentity(Row value) {
        ColumnWriter writer = java.util.Objects.requireNonNull(identity);
        if (value instanceof Row.Replacing(Row _, long rowId) && rowId != Row.Replacing.NEW) {
            writer.write(rowId, 0, 1);
        } else {
            writer.writeNull(0, 0);
        }
    }

    private void writeColumns(Row value) {
        switch (value) {
            case Row.Replacing(Row row, long _) -> writeColumns(row);
            case Row.OnTape(Tape tape, int index) -> write(tape, index);
            case Row.OfValues values -> {
                scratch.clear();
                scratch.add(values.values(), false);
                write(scratch, 0);
            }
        }
    }

    private void write(Tape tape, int index) {
        row++;
        int end = tape.end(index);
        for (int cell = tape.start(index); cell < end; cell++) {
            int column = tape.column(cell);
            cellOf[column] = cell;
            rowOf[column] = row;
        }
        for (int column = 0; column < kinds.length; column++) {
            if (rowOf[column] == row) {
                write(column, tape, index, tape.cell(cellOf[column]));
            } else {
                writers[column].writeNull(0, 0);
            }
        }
    }

    private void write(int column, Tape tape, int index, long cell) {
        ColumnWriter writer = writers[column];
        int level = present[column];
        switch (kinds[column]) {
            case LONG, TIMESTAMP -> writer.write(cell, 0, level);
            case INTEGER, DATE -> writer.write((int) cell, 0, level);
            case BOOLEAN -> writer.write(cell != 0, 0, level);
            case DECIMAL -> {
                if (ints[column]) {
                    writer.write((int) cell, 0, level);
                } else {
                    writer.write(cell, 0, level);
                }
            }
            case TEXT, JSON, BINARY ->
                writer.write(
                        Binary.fromConstantByteArray(tape.bytes(index, cell), Tape.from(cell), Tape.length(cell)),
                        0,
                        level);
            case DOUBLE -> {
                double number = Double.longBitsToDouble(cell);
                java.util.Objects.requireNonNull(doubles[column]).addValue(number);
                writer.write(number, 0, level);
            }
            case FLOAT -> {
                float number = Float.intBitsToFloat((int) cell);
                java.util.Objects.requireNonNull(floats[column]).addValue(number);
                writer.write(number, 0, level);
            }
            case OTHER -> throw new IllegalStateException("column " + column + " is not flat");
        }
    }

    @Override
    public List<TripleWriter<?>> columns() {
        // asked for by the writers of what contains this; nothing does
        return List.of();
    }

    @Override
    public void setColumnStore(ColumnWriteStore store) {
        for (int i = 0; i < writers.length; i++) {
            writers[i] = store.getColumnWriter(parquet.getColumns().get(i));
        }
        if (parquet.getColumns().size() > writers.length) {
            identity = store.getColumnWriter(parquet.getColumns().get(writers.length));
        }
    }

    @Override
    public Stream<FieldMetrics<?>> metrics() {
        var metrics = new ArrayList<FieldMetrics<?>>();
        for (int i = 0; i < kinds.length; i++) {
            if (doubles[i] != null) {
                metrics.add(doubles[i].build());
            }
            if (floats[i] != null) {
                metrics.add(floats[i].build());
            }
        }
        return metrics.stream();
    }
}
