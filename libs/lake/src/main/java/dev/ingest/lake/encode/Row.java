package dev.ingest.lake.encode;

import java.nio.charset.StandardCharsets;
import org.apache.iceberg.StructLike;
import org.jspecify.annotations.Nullable;

/** A record as a row: a value per column of its schema, in Iceberg's internal form (times as micros, dates as days). */
public sealed interface Row extends StructLike {

    /** Whether it stands for the absence of the row with its key. */
    boolean delete();

    /**
     * A number in the order of a column's values, as far as it tells: of rows whose numbers are equal, the values decide. Zero
     * where it tells nothing.
     */
    long head(int column);

    /** A row of values at hand. */
    record OfValues(@Nullable Object[] values, boolean delete) implements Row {

        @Override
        public long head(int column) {
            return switch (values[column]) {
                case Long number -> number;
                case Integer number -> number;
                case CharSequence text -> {
                    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
                    yield Words.signedHead(bytes, 0, bytes.length);
                }
                case null, default -> 0;
            };
        }

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
        public long head(int column) {
            return tape.head(index, column);
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
     * A row in the place of another, whose identity it takes over: its {@code _row_id} comes after its columns. One that is the
     * other, written elsewhere, takes over its {@code _last_updated_sequence_number} too, which comes last.
     *
     * @param rowId of the other; {@link #NEW} where there is none
     * @param changedIn the sequence number of the other's last change; {@link #NEW} if this is one
     */
    record Replacing(Row row, long rowId, long changedIn) implements Row {

        public static final long NEW = -1;

        public Replacing(Row row, long rowId) {
            this(row, rowId, NEW);
        }

        @Override
        public boolean delete() {
            return row.delete();
        }

        @Override
        public long head(int column) {
            return column < row.size() ? row.head(column) : 0;
        }

        @Override
        public int size() {
            return row.size() + 2;
        }

        @Override
        public <T> @Nullable T get(int position, Class<T> type) {
            if (position < row.size()) {
                return row.get(position, type);
            }
            long value = position == row.size() ? rowId : changedIn;
            return value == NEW ? null : type.cast(value);
        }

        @Override
        public <T> void set(int position, T value) {
            row.set(position, value);
        }
    }
}
