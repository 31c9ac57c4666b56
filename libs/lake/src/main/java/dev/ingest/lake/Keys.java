package dev.ingest.lake;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.iceberg.StructLike;
import org.jspecify.annotations.Nullable;

/** A row's key as one value with equality: the value itself, or a list where the key has several columns. */
final class Keys {

    private Keys() {}

    static Object of(StructLike row, int... columns) {
        if (columns.length == 1) {
            return Objects.requireNonNull(value(row, columns[0]), "key");
        }
        @Nullable Object[] parts = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            parts[i] = value(row, columns[i]);
        }
        return Arrays.asList(parts);
    }

    /** The value of one of the key's columns. */
    static Object part(Object key, int index, int columns) {
        return columns == 1 ? key : Objects.requireNonNull(((List<?>) key).get(index));
    }

    static @Nullable Object value(StructLike row, int column) {
        Object value = row.get(column, Object.class);
        // readers may hand out other sequences of characters, which equal no string
        return value instanceof CharSequence text ? text.toString() : value;
    }
}
