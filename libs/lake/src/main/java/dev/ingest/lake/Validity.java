package dev.ingest.lake;

import dev.ingest.contracts.config.ColumnType;
import dev.ingest.lake.encode.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/** The columns that say when a version of a row was valid. Records cannot have them: they are ours. */
record Validity(int from, int to) {

    static final String FROM = "_valid_from";
    static final String TO = "_valid_to";
    static final Set<String> NAMES = Set.of(FROM, TO);

    static Validity of(Schema schema) {
        return new Validity(place(schema, FROM), place(schema, TO));
    }

    /** Declared columns as a history needs them: its cursor required, its own names free. */
    static List<Column> required(TableId id, List<Column> columns, List<String> key, Optional<String> cursor) {
        if (cursor.isEmpty() || key.contains(cursor.get())) {
            throw new IllegalArgumentException(
                    "table %s: HISTORY with cursor %s and key %s (expected: a cursor that is not part of the key)"
                            .formatted(id, cursor.orElse("none"), key));
        }
        columns.stream()
                .map(Column::name)
                .filter(name -> NAMES.contains(name.toLowerCase(java.util.Locale.ROOT)))
                .findFirst()
                .ifPresent(taken -> {
                    throw new IllegalArgumentException(
                            "table %s: column %s (expected: another name, this is the history's own)"
                                    .formatted(id, taken));
                });
        return columns.stream()
                .map(column ->
                        column.name().equals(cursor.get()) ? Column.required(column.name(), column.type()) : column)
                .toList();
    }

    static List<Column> with(List<Column> columns, String cursor) {
        ColumnType type = columns.stream()
                .filter(column -> column.name().equals(cursor))
                .findFirst()
                .orElseThrow()
                .type();
        var all = new ArrayList<>(columns);
        all.add(Column.required(FROM, type));
        all.add(Column.optional(TO, type));
        return all;
    }

    static List<Column> without(List<Column> columns) {
        return columns.stream().filter(column -> !NAMES.contains(column.name())).toList();
    }

    /** A schema as records fill it. */
    static Schema without(Schema schema) {
        return new Schema(schema.columns().stream()
                .filter(field -> !NAMES.contains(field.name()))
                .toList());
    }

    /** A record's row as a version that begins with its cursor and has no end. */
    Row begin(Row row, @Nullable Object cursor) {
        @Nullable Object[] values = new Object[row.size() + 2];
        for (int i = 0, next = 0; i < values.length; i++) {
            values[i] = i == from ? cursor : i == to ? null : row.get(next++, Object.class);
        }
        return new Row.OfValues(values, row.delete());
    }

    /** A version with another end. */
    Row end(StructLike row, @Nullable Object end) {
        @Nullable Object[] values = new Object[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i == to ? end : row.get(i, Object.class);
        }
        return new Row.OfValues(values, false);
    }

    private static int place(Schema schema, String name) {
        List<NestedField> fields = schema.columns();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new LakeException("column %s is gone from the table (expected: a history keeps it)".formatted(name));
    }
}
