package dev.ingest.lake;

import dev.ingest.contracts.config.ColumnType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a table is to be. Records may bring further fields: they become optional columns, unless the policy says otherwise.
 *
 * @param key names of the columns that identify a row; they are always required. Needed by {@link MergeMode#UPSERT} and {@link MergeMode#HISTORY}, empty for
 *     {@link MergeMode#APPEND}, either way for {@link MergeMode#FULL_REFRESH}
 * @param cursor name of the column that tells which of two records of one key is newer. Needed by {@link MergeMode#HISTORY}, where
 *     it is required of every record and gives the columns {@code _valid_from} and {@code _valid_to} their type
 * @param formatVersion Iceberg's: 3, or 2 for readers that know no deletion vectors. Chosen at creation, never changed
 * @param policy what becomes of fields that have no column; the columns that are declared here are added under any policy
 * @param arrangement how the rows are laid out in files; it may change with every opening of the table
 */
public record TableSpec(
        TableId id,
        List<Column> columns,
        List<String> key,
        Optional<String> cursor,
        MergeMode mergeMode,
        int formatVersion,
        SchemaPolicy policy,
        Arrangement arrangement) {

    public static final int DEFAULT_FORMAT_VERSION = 3;
    private static final int VARIANT_FROM_VERSION = 3;

    /** A table whose columns follow its records, a heap in the order of its key. */
    public TableSpec(
            TableId id,
            List<Column> columns,
            List<String> key,
            Optional<String> cursor,
            MergeMode mergeMode,
            int formatVersion) {
        this(id, columns, key, cursor, mergeMode, formatVersion, SchemaPolicy.EVOLVE, Arrangement.asItIs());
    }

    public TableSpec {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        if (formatVersion != 2 && formatVersion != 3) {
            throw new IllegalArgumentException(
                    "table %s: format version %d (expected: 2 or 3)".formatted(id, formatVersion));
        }
        boolean fits =
                switch (mergeMode) {
                    case APPEND -> key.isEmpty();
                    case UPSERT, HISTORY -> !key.isEmpty();
                    case FULL_REFRESH -> true;
                };
        if (!fits) {
            throw new IllegalArgumentException(
                    "table %s: key %s with %s (expected: key columns for UPSERT and HISTORY, none for APPEND)"
                            .formatted(id, key, mergeMode));
        }
        if (mergeMode == MergeMode.HISTORY) {
            columns = Validity.required(id, columns, key, cursor);
        }
        for (String name : key) {
            requireColumn(id, columns, "key", name);
        }
        if (cursor.isPresent()) {
            requireColumn(id, columns, "cursor", cursor.get());
        }
        if (formatVersion < VARIANT_FROM_VERSION
                && columns.stream().anyMatch(column -> column.type().hasVariant())) {
            throw new IllegalArgumentException(
                    "table %s: a variant column with format version %d (expected: 3)".formatted(id, formatVersion));
        }
        arrangement.requireFits(id, all(columns, cursor, mergeMode));
    }

    /** Every record a row of its own. */
    public static TableSpec append(TableId id, List<Column> columns) {
        return new TableSpec(id, columns, List.of(), Optional.empty(), MergeMode.APPEND, DEFAULT_FORMAT_VERSION);
    }

    /** One row per key. */
    public static TableSpec upsert(TableId id, List<Column> columns, List<String> key, Optional<String> cursor) {
        return new TableSpec(id, columns, key, cursor, MergeMode.UPSERT, DEFAULT_FORMAT_VERSION);
    }

    /** Every version of every key. */
    public static TableSpec history(TableId id, List<Column> columns, List<String> key, String cursor) {
        return new TableSpec(id, columns, key, Optional.of(cursor), MergeMode.HISTORY, DEFAULT_FORMAT_VERSION);
    }

    /** What its newest run brought: one row per key, or every record a row where there is no key. */
    public static TableSpec fullRefresh(TableId id, List<Column> columns, List<String> key, Optional<String> cursor) {
        return new TableSpec(id, columns, key, cursor, MergeMode.FULL_REFRESH, DEFAULT_FORMAT_VERSION);
    }

    public TableSpec withFormatVersion(int version) {
        return new TableSpec(id, columns, key, cursor, mergeMode, version, policy, arrangement);
    }

    public TableSpec with(SchemaPolicy other) {
        return new TableSpec(id, columns, key, cursor, mergeMode, formatVersion, other, arrangement);
    }

    public TableSpec with(Arrangement other) {
        return new TableSpec(id, columns, key, cursor, mergeMode, formatVersion, policy, other);
    }

    /** The columns that the table has for this, declared ones and ours. */
    List<Column> allColumns() {
        return all(columns, cursor, mergeMode);
    }

    private static List<Column> all(List<Column> columns, Optional<String> cursor, MergeMode mode) {
        return mode == MergeMode.HISTORY ? Validity.with(columns, cursor.orElseThrow()) : columns;
    }

    /** The columns that tell one row from every other. */
    List<String> identifiers() {
        return mergeMode == MergeMode.HISTORY
                ? Stream.concat(key.stream(), Stream.of(Validity.FROM)).toList()
                : key;
    }

    private static void requireColumn(TableId id, List<Column> columns, String role, String name) {
        Column found = columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "table %s: %s column %s is not among its columns".formatted(id, role, name)));
        boolean nested =
                switch (found.type()) {
                    case ColumnType.Scalar scalar -> scalar == ColumnType.Scalar.VARIANT;
                    case ColumnType.Decimal _ -> false;
                    case ColumnType.Struct _, ColumnType.ListOf _, ColumnType.MapOf _ -> true;
                    case ColumnType.Foreign(String type) -> type.contains("<");
                };
        if (nested) {
            throw new IllegalArgumentException("table %s: %s column %s is %s (expected: one whose values have an order)"
                    .formatted(id, role, name, found.type().text()));
        }
    }
}
