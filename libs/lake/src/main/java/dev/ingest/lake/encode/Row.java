package dev.ingest.lake.encode;

import org.apache.iceberg.StructLike;
import org.jspecify.annotations.Nullable;

/** A record as a row: a value per column of its schema, in Iceberg's internal form (times as micros, dates as days). */
public sealed interface Row extends StructLike {

    /** Whether it stands for the absence of the row with its key. */
    boolean delete();

    /** A row of values at hand. */
    record OfValues(@Nullable Object[] values, boolean delete) implements Row {

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

    /** A row on a tape; its values become objects when they are asked for. */
    record OnTape(Tape tape, int index) implements Row {

        @Override
        public boolean delete() {
            return tape.isDelete(index);
        }

        @Override
        public int size() {
            return tape.fields().size();
        }

        @Override
        public <T> @Nullable T get(int position, Class<T> type) {
            return type.cast(tape.value(index, position));
        }

        @Override
        public <T> void set(int position, T value) {
            throw new UnsupportedOperationException("rows on a tape do not change");
        }
    }

    /**
     * A row in the place of another, whose identity it takes over: its {@code _row_id} comes after its columns.
     *
     * @param rowId of the other; {@link #NEW} where there is none
     */
    record Replacing(Row row, long rowId) implements Row {

        public static final long NEW = -1;

        @Override
        public boolean delete() {
            return row.delete();
        }

        @Override
        public int size() {
            return row.size() + 1;
        }

        @Override
        public <T> @Nullable T get(int position, Class<T> type) {
            if (position < row.size()) {
                return row.get(position, type);
            }
            return rowId == NEW ? null : type.cast(rowId);
        }

        @Override
        public <T> void set(int position, T value) {
            row.set(position, value);
        }
    }
}
