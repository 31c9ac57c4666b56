package dev.ingest.lake;

import dev.ingest.lake.encode.UnknownFormException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.parquet.ParquetValueReaders;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * The key, the cursor and the identity of the row at hand. There is one for a file, which goes from row to row; values become
 * objects only when they are asked for. It is a reader of the first key column by name only: Iceberg keeps the interface to
 * itself.
 */
final class KeyRow extends ParquetValueReaders.PrimitiveReader<KeyRow> {

    private final RawColumn[] key;
    private final Optional<RawColumn> cursor;
    private final Optional<RawColumn> rowId;

    /** All that have to move with the row. */
    private final RawColumn[] all;

    private long position;

    private KeyRow(MessageType file, RawColumn[] key, Optional<RawColumn> cursor, Optional<RawColumn> rowId) {
        super(file.getColumns().getFirst());
        this.key = key;
        this.cursor = cursor;
        this.rowId = rowId;
        RawColumn[] others = java.util.stream.Stream.concat(cursor.stream(), rowId.stream())
                .filter(column -> !Arrays.asList(key).contains(column))
                .toArray(RawColumn[]::new);
        this.all = Arrays.copyOf(key, key.length + others.length);
        System.arraycopy(others, 0, all, key.length, others.length);
    }

    /**
     * @param constants ids of columns that the file may lack, because its partition says their value
     * @throws UnknownFormException when it cannot be read this way
     */
    static KeyRow of(MessageType file, Layout layout, Set<Integer> constants) {
        var fields = layout.keyFields();
        RawColumn[] key = fields.stream()
                .map(field -> RawColumn.of(file, field).orElseThrow(() -> new UnknownFormException(field.name())))
                .toArray(RawColumn[]::new);
        Optional<RawColumn> cursor = layout.cursorField().flatMap(field -> {
            int inKey = fields.indexOf(field);
            return inKey >= 0 ? Optional.of(key[inKey]) : cursor(file, field, constants);
        });
        return new KeyRow(file, key, cursor, RawColumn.of(file, MetadataColumns.ROW_ID));
    }

    /** A file from before the column has none: its rows have no cursor. */
    private static Optional<RawColumn> cursor(MessageType file, NestedField field, Set<Integer> constants) {
        boolean missing = file.getFields().stream()
                .noneMatch(column -> column.getId() != null && column.getId().intValue() == field.fieldId());
        Optional<RawColumn> column = RawColumn.of(file, field);
        if (column.isEmpty() && (!missing || constants.contains(field.fieldId()))) {
            throw new UnknownFormException(field.name());
        }
        return column;
    }

    @Override
    public void setPageSource(PageReadStore pages) {
        position = pages.getRowIndexOffset()
                        .orElseThrow(() -> new UnknownFormException("(a row group without a position)"))
                - 1;
        for (RawColumn column : all) {
            column.setPageSource(pages);
        }
    }

    @Override
    public KeyRow read(@Nullable KeyRow reuse) {
        position++;
        for (RawColumn column : all) {
            column.advance();
        }
        return this;
    }

    long position() {
        return position;
    }

    long fingerprint() {
        long fingerprint = 0;
        for (RawColumn part : key) {
            fingerprint = Fingerprints.and(fingerprint, part.isNull() ? 0 : part.fingerprint());
        }
        return fingerprint;
    }

    /** As {@link Keys} makes it. */
    Object key() {
        if (key.length == 1) {
            return Objects.requireNonNull(key[0].value(), "key");
        }
        @Nullable Object[] parts = new Object[key.length];
        for (int i = 0; i < key.length; i++) {
            parts[i] = key[i].value();
        }
        return Arrays.asList(parts);
    }

    @Nullable
    Object cursor() {
        return cursor.isEmpty() ? null : cursor.get().value();
    }

    /**
     * The row's identity: as the file says it, otherwise it follows from the row's place.
     *
     * @param first of the file's rows, where rows have one
     */
    @Nullable
    Long id(@Nullable Long first) {
        return id(storedId(), first, position);
    }

    static @Nullable Long id(@Nullable Long stored, @Nullable Long first, long position) {
        return stored != null || first == null ? stored : (Long) (first + position);
    }

    /** The row's identity, if the file says it. */
    @Nullable
    Long storedId() {
        return rowId.isEmpty() ? null : (Long) rowId.get().value();
    }
}
