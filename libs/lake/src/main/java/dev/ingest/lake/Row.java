package dev.ingest.lake;

import org.apache.iceberg.StructLike;
import org.jspecify.annotations.Nullable;

/**
 * A record as a row: a value per column of its schema, in Iceberg's internal form (times as micros, dates as days).
 *
 * @param delete whether it stands for the absence of the row with its key
 */
record Row(@Nullable Object[] values, boolean delete) implements StructLike {

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public <T> @Nullable T get(int position, Class<T> type) {
        return type.cast(values[position]);
    }

    @Override
    public <T> void set(int position, T value) {
        values[position] = value;
    }
}
