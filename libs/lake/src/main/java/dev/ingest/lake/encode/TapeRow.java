package dev.ingest.lake.encode;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.parquet.ParquetValueReaders;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * The row at hand of a file, column by column. There is one for a file, which goes from row to row; its values go onto a tape
 * without becoming objects. It is a reader of the first column by name only: Iceberg keeps the interface to itself.
 */
final class TapeRow extends ParquetValueReaders.PrimitiveReader<TapeRow> {

    private final List<Optional<TapeColumn>> columns;
    private final Optional<TapeColumn> rowId;
    private final Optional<TapeColumn> changedIn;
    private long position;

    private TapeRow(MessageType file, Schema schema, List<Field> fields) {
        super(file.getColumns().getFirst());
        this.columns = IntStream.range(0, fields.size())
                .mapToObj(i -> column(file, schema.columns().get(i).fieldId(), fields.get(i)))
                .toList();
        this.rowId = lineage(file, MetadataColumns.ROW_ID.fieldId());
        this.changedIn = lineage(file, MetadataColumns.LAST_UPDATED_SEQUENCE_NUMBER.fieldId());
    }

    /**
     * @param fields the schema's columns, without what rows take over of others
     * @throws UnknownFormException when a column is there in a way that only the general reader knows
     */
    static TapeRow of(MessageType file, Schema schema, List<Field> fields) {
        return new TapeRow(file, schema, fields);
    }

    private static Optional<TapeColumn> lineage(MessageType file, int id) {
        return column(file, id, new Field("", Kind.LONG, 0, 0, false, false));
    }

    /** None where the file is older than the column, which is null there. */
    private static Optional<TapeColumn> column(MessageType file, int id, Field field) {
        for (Type column : file.getFields()) {
            if (column.getId() == null) {
                throw new UnknownFormException(column.getName());
            }
            if (column.getId().intValue() == id) {
                return Optional.of(TapeColumn.of(file, column, field));
            }
        }
        if (field.required()) {
            throw new UnknownFormException(field.name());
        }
        return Optional.empty();
    }

    @Override
    public void setPageSource(PageReadStore pages) {
        position = pages.getRowIndexOffset()
                        .orElseThrow(() -> new UnknownFormException("(a row group without a position)"))
                - 1;
        columns.forEach(column -> column.ifPresent(known -> known.setPageSource(pages)));
        rowId.ifPresent(known -> known.setPageSource(pages));
        changedIn.ifPresent(known -> known.setPageSource(pages));
    }

    @Override
    public TapeRow read(@Nullable TapeRow reuse) {
        position++;
        return this;
    }

    /** Where it is in its file. */
    long position() {
        return position;
    }

    /** Puts the row at the end of a tape. To be called once for each row. */
    void onto(Tape tape) {
        for (int i = 0; i < columns.size(); i++) {
            Optional<TapeColumn> column = columns.get(i);
            if (column.isPresent()) {
                column.get().onto(tape, i);
            }
        }
        tape.endRow(-1, false);
    }

    /** The row's identity as the file says it, else {@code otherwise}. To be called once for each row. */
    long rowId(long otherwise) {
        return rowId.isPresent() ? rowId.get().number(otherwise) : otherwise;
    }

    /** As {@link #rowId}: in which commit it last changed. */
    long changedIn(long otherwise) {
        return changedIn.isPresent() ? changedIn.get().number(otherwise) : otherwise;
    }
}
