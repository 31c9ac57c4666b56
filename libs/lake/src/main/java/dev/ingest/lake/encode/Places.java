package dev.ingest.lake.encode;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * Rows to be written as indexes on one tape.
 *
 * @param lineage what they take over of others, column by column, {@link Row.Replacing#NEW} for nothing
 */
record Places(Tape tape, int[] order, List<long[]> lineage) {

    /** What rows take over of others, as columns of the file behind those of the schema. */
    static List<NestedField> lineage(List<Row> rows) {
        boolean replaced = false;
        boolean moved = false;
        if (!(rows instanceof Tape.Whole)) {
            for (Row row : rows) {
                if (row instanceof Row.Replacing(Row _, long _, long changedIn)) {
                    replaced = true;
                    moved |= changedIn != Row.Replacing.NEW;
                }
            }
        }
        return moved
                ? List.of(MetadataColumns.ROW_ID, MetadataColumns.LAST_UPDATED_SEQUENCE_NUMBER)
                : replaced ? List.of(MetadataColumns.ROW_ID) : List.of();
    }

    /**
     * Rows of any kind: those that are not all on one tape get one of their own.
     *
     * @param lineage how many columns of {@link #lineage(List)} there are
     */
    static Places of(List<Row> rows, List<Field> fields, int lineage) {
        List<long[]> takenOver = IntStream.range(0, lineage)
                .mapToObj(column -> takenOver(rows, column))
                .toList();
        if (rows instanceof Tape.Whole whole) {
            return new Places(whole.tape(), all(whole.tape()), takenOver);
        }
        int[] order = order(rows);
        if (order != null && itself(rows.getFirst()) instanceof Row.OnTape(Tape tape, int _)) {
            return new Places(tape, order, takenOver);
        }
        Tape own = copied(rows, fields);
        return new Places(own, all(own), takenOver);
    }

    private static int[] all(Tape tape) {
        int[] order = new int[tape.size()];
        Arrays.setAll(order, i -> i);
        return order;
    }

    /** Null where rows are not all on one tape. */
    private static int @Nullable [] order(List<Row> rows) {
        if (!(itself(rows.getFirst()) instanceof Row.OnTape first)) {
            return null;
        }
        Tape tape = first.tape();
        int[] order = new int[rows.size()];
        for (int i = 0; i < order.length; i++) {
            if (!(itself(rows.get(i)) instanceof Row.OnTape(Tape other, int index)) || !other.equals(tape)) {
                return null;
            }
            order[i] = index;
        }
        return order;
    }

    private static Tape copied(List<Row> rows, List<Field> fields) {
        var tape = new Tape(fields);
        for (Row row : rows) {
            @Nullable Object[] values = new Object[fields.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.get(i, Object.class);
            }
            tape.add(values, row.delete());
        }
        return tape;
    }

    private static Row itself(Row row) {
        return row instanceof Row.Replacing replacing ? replacing.row() : row;
    }

    /** @param column 0 for identities, 1 for last changes */
    private static long[] takenOver(List<Row> rows, int column) {
        long[] values = new long[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.get(i) instanceof Row.Replacing(Row _, long id, long changedIn)
                    ? column == 0 ? id : changedIn
                    : Row.Replacing.NEW;
        }
        return values;
    }
}
