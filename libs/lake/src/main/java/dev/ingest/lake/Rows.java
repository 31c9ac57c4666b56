package dev.ingest.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.CloseableIterator;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.variants.Variant;
import org.jspecify.annotations.Nullable;

/**
 * Rows as they are read; to be closed. Values are {@link String}, {@link Long}, {@link Double}, {@link java.math.BigDecimal},
 * {@link Boolean}, {@link java.nio.ByteBuffer}, {@link java.time.OffsetDateTime}, {@link java.time.LocalDateTime},
 * {@link java.time.LocalDate}, {@link java.time.LocalTime}, {@link Integer}, {@link Float}, {@link java.util.UUID} or null; of structs and maps
 * {@link Map}, of lists {@link List}, of variants their JSON as {@link String}.
 */
public final class Rows implements Iterator<List<@Nullable Object>>, AutoCloseable {

    private final List<Column> columns;
    private final CloseableIterable<Record> records;
    private final CloseableIterator<Record> iterator;
    private long left;

    Rows(List<Column> columns, CloseableIterable<Record> records, long limit) {
        this.columns = columns;
        this.records = records;
        this.iterator = records.iterator();
        this.left = limit;
    }

    /** The columns that each row has a value for, in its order. */
    public List<Column> columns() {
        return columns;
    }

    @Override
    public boolean hasNext() {
        return left > 0 && iterator.hasNext();
    }

    @Override
    public List<@Nullable Object> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more rows");
        }
        left--;
        Record row = iterator.next();
        @Nullable Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = plain(row.get(i));
        }
        return Arrays.asList(values);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Record struct -> {
                var fields = new LinkedHashMap<String, @Nullable Object>();
                for (NestedField field : struct.struct().fields()) {
                    fields.put(field.name(), plain(struct.getField(field.name())));
                }
                yield fields;
            }
            case List<?> list -> {
                var elements = new ArrayList<@Nullable Object>();
                list.forEach(element -> elements.add(plain(element)));
                yield elements;
            }
            case Map<?, ?> map -> {
                var entries = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((name, entry) -> entries.put(String.valueOf(name), plain(entry)));
                yield entries;
            }
            case Variant variant -> VariantText.of(variant);
            case null, default -> value;
        };
    }

    /** The next row by column name. */
    public Map<String, @Nullable Object> nextByName() {
        List<@Nullable Object> values = next();
        var row = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < values.size(); i++) {
            row.put(columns.get(i).name(), values.get(i));
        }
        return row;
    }

    @Override
    public void close() {
        try (records) {
            iterator.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the rows of a table", e);
        }
    }
}
