package dev.ingest.lake;

import dev.ingest.lake.encode.Row;
import dev.ingest.lake.encode.Tape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/** What is left of files that are written anew: their rows as they were, with their identity and last change where they have any. */
final class MovedRows {

    private final Table table;
    private final Schema columns;
    private final int size;
    private final boolean identified;
    private final List<Row> rows = new ArrayList<>();
    private final Optional<Tape> tape;

    /** @param coming rows that they are to be written with */
    MovedRows(Table table, Layout layout, List<Row> coming) {
        this.table = table;
        this.size = layout.fields().size();
        this.identified = TableUtil.supportsRowLineage(table);
        List<NestedField> fields = new ArrayList<>(layout.fields());
        fields.add(MetadataColumns.ROW_POSITION);
        if (identified) {
            fields.add(MetadataColumns.ROW_ID);
            fields.add(MetadataColumns.LAST_UPDATED_SEQUENCE_NUMBER);
        }
        this.columns = new Schema(fields);
        this.tape = coming.stream().findFirst().flatMap(MovedRows::tape);
    }

    /** Rows are encoded from one tape. */
    private static Optional<Tape> tape(Row row) {
        return switch (row) {
            case Row.OnTape(Tape own, int _) -> Optional.of(own);
            case Row.Replacing replacing -> tape(replacing.row());
            case Row.OfValues _ -> Optional.empty();
        };
    }

    List<Row> rows() {
        return rows;
    }

    /** Reads what is left of a file. */
    void add(DeadRows.InFile file) {
        try (CloseableIterable<StructLike> live =
                LiveRows.read(table, file.task(), columns, Expressions.alwaysTrue())) {
            for (StructLike row : live) {
                if (!file.positions().isDeleted(row.get(size, Long.class))) {
                    rows.add(moved(row));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "table " + table.name() + ": cannot read "
                            + file.task().file().location(),
                    e);
        }
    }

    private Row moved(StructLike row) {
        @Nullable Object[] values = new Object[size];
        for (int i = 0; i < size; i++) {
            values[i] = Keys.value(row, i);
        }
        Row own = own(values);
        return identified ? new Row.Replacing(own, number(row, size + 1), number(row, size + 2)) : own;
    }

    private Row own(@Nullable Object[] values) {
        if (tape.isEmpty()) {
            return new Row.OfValues(values, false);
        }
        tape.get().add(values, false);
        return new Row.OnTape(tape.get(), tape.get().size() - 1);
    }

    private static long number(StructLike row, int column) {
        Long number = row.get(column, Long.class);
        return number == null ? Row.Replacing.NEW : number;
    }
}
