package dev.ingest.scheduler.table;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.ColumnType;
import dev.ingest.contracts.config.MergeMode;
import dev.ingest.contracts.config.SchemaPolicy;
import dev.ingest.contracts.error.IngestException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a writer declares of a table.
 *
 * @param table its name
 * @param destination where it is
 * @param columns declared columns
 * @param key key columns, empty for {@link MergeMode#APPEND}
 * @param cursor the column that tells the newer of two rows, or none
 * @param merge how records become rows
 * @param formatVersion Iceberg format version, 2 or 3
 * @param schema what becomes of fields that have no column
 * @param layout by what its rows are kept apart and in which order
 */
public record TableShape(
        TableRef table,
        String destination,
        List<ColumnSpec> columns,
        List<String> key,
        Optional<String> cursor,
        MergeMode merge,
        int formatVersion,
        SchemaPolicy schema,
        Layout layout) {
    /** Of new tables, unless somebody asks for the older one. */
    public static final int FORMAT_VERSION_DEFAULT = 3;

    private static final int FORMAT_VERSION_OLDEST = 2;

    /** A table whose columns follow its records, laid out as it is. */
    public TableShape(
            TableRef table,
            String destination,
            List<ColumnSpec> columns,
            List<String> key,
            Optional<String> cursor,
            MergeMode merge,
            int formatVersion) {
        this(table, destination, columns, key, cursor, merge, formatVersion, SchemaPolicy.EVOLVE, Layout.asItIs());
    }

    public TableShape {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        if (merge == MergeMode.UPSERT && key.isEmpty()) {
            throw IngestException.invalid(
                    "table %s: merge UPSERT without a key (expected: key columns)".formatted(table));
        }
        if (merge == MergeMode.HISTORY) {
            requireDated(table, columns, key, cursor);
        }
        if (formatVersion < FORMAT_VERSION_OLDEST || formatVersion > FORMAT_VERSION_DEFAULT) {
            throw IngestException.invalid(
                    "table %s: formatVersion: %d (expected: 2 or 3)".formatted(table, formatVersion));
        }
        requireTypes(
                table, columns, Stream.concat(key.stream(), cursor.stream()).toList(), formatVersion);
        layout.requireFits(table, merge == MergeMode.HISTORY ? dated(columns, cursor.orElseThrow()) : columns);
    }

    private static void requireTypes(
            TableRef table, List<ColumnSpec> columns, List<String> ordered, int formatVersion) {
        for (ColumnSpec column : columns) {
            ColumnType type = ColumnType.parse(column.type());
            if (formatVersion < FORMAT_VERSION_DEFAULT && type.hasVariant()) {
                throw IngestException.invalid("table %s: column '%s' is %s with formatVersion %d (expected: 3)"
                        .formatted(table, column.name(), column.type(), formatVersion));
            }
            if (!type.isScalar() && type != ColumnType.Scalar.JSON && ordered.contains(column.name())) {
                throw IngestException.invalid(
                        "table %s: column '%s' is %s (expected: a key or cursor whose values have an order)"
                                .formatted(table, column.name(), column.type()));
            }
        }
    }

    /** The same, laid out otherwise. */
    public TableShape with(Layout other) {
        return new TableShape(table, destination, columns, key, cursor, merge, formatVersion, schema, other);
    }

    private static List<ColumnSpec> dated(List<ColumnSpec> columns, String cursor) {
        return columns.stream()
                .filter(column -> column.name().equals(cursor))
                .findFirst()
                .map(column -> Stream.concat(
                                columns.stream(),
                                Stream.of("_valid_from", "_valid_to")
                                        .map(name -> new ColumnSpec(name, column.type(), false)))
                        .toList())
                .orElse(columns);
    }

    private static void requireDated(
            TableRef table, List<ColumnSpec> columns, List<String> key, Optional<String> cursor) {
        if (key.isEmpty() || cursor.isEmpty() || key.contains(cursor.get())) {
            throw IngestException.invalid(
                    "table %s: merge HISTORY with key %s and cursor %s (expected: a key, and a cursor beside it)"
                            .formatted(table, key, cursor.orElse("none")));
        }
        columns.stream()
                .map(ColumnSpec::name)
                .filter(name -> name.equalsIgnoreCase("_valid_from") || name.equalsIgnoreCase("_valid_to"))
                .findFirst()
                .ifPresent(name -> {
                    throw IngestException.invalid(
                            "table %s: column '%s' (expected: another name, a history has its own column of this name)"
                                    .formatted(table, name));
                });
    }
}
