package dev.ingest.lake;

import dev.ingest.lake.encode.Field;
import dev.ingest.lake.encode.Row;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/** A table's schema, compiled: which field goes where, what the key and the cursor are. */
final class Layout {

    private record NewerThanAll() {}

    private static final NewerThanAll NEWER_THAN_ALL = new NewerThanAll();

    private final Schema schema;
    private final List<NestedField> fields;
    private final List<Field> recordFields;
    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<String, Integer> folded = new HashMap<>();
    private final int[] key;
    private final int[] identity;
    private final int cursor;
    private final Set<String> reserved;
    private final Set<String> taken;
    private final Set<String> names;
    private final SchemaPolicy policy;

    Layout(Schema schema, List<String> key, Optional<String> cursor) {
        this(schema, key, key, cursor, Set.of(), Set.of(), SchemaPolicy.EVOLVE);
    }

    /**
     * @param identity names of the columns that tell one row from every other: the key, or the key and more
     * @param reserved names, in lower case, that no record's field may have
     * @param taken names, in lower case, that no column can have; beside full names of fields in structs
     */
    private Layout(
            Schema schema,
            List<String> key,
            List<String> identity,
            Optional<String> cursor,
            Set<String> reserved,
            Set<String> taken,
            SchemaPolicy policy) {
        this.reserved = reserved;
        this.taken = new HashSet<>(taken);
        this.names = names(schema);
        this.taken.addAll(names);
        schema.columns().forEach(column -> this.taken.remove(column.name().toLowerCase(Locale.ROOT)));
        this.policy = policy;
        this.schema = schema;
        this.fields = schema.columns();
        for (int i = 0; i < fields.size(); i++) {
            exact.put(fields.get(i).name(), i);
            folded.putIfAbsent(fields.get(i).name().toLowerCase(Locale.ROOT), i);
        }
        this.key = key.stream().mapToInt(this::require).toArray();
        this.identity = identity.stream().mapToInt(this::require).toArray();
        this.cursor = cursor.map(this::require).orElse(-1);
        this.recordFields = IntStream.range(0, fields.size())
                .mapToObj(i -> Field.of(fields.get(i), Types.isJson(fields.get(i)), isKey(i)))
                .toList();
    }

    /** Of a table as it is when it is new. */
    static Layout of(TableSpec spec) {
        return new Layout(
                Types.schema(spec), spec.key(), spec.identifiers(), spec.cursor(), Set.of(), Set.of(), spec.policy());
    }

    static Layout of(TableSpec spec, Table table) {
        return new Layout(
                table.schema(),
                spec.key(),
                spec.identifiers(),
                spec.cursor(),
                Set.of(),
                Partitions.names(table),
                spec.policy());
    }

    /** A history as records fill it: without our columns, and with a cursor in every record, deletes included. */
    static Layout ofRecords(TableSpec spec, Table table) {
        String cursor = spec.cursor().orElseThrow();
        List<String> needed =
                Stream.concat(spec.key().stream(), Stream.of(cursor)).toList();
        return new Layout(
                Validity.without(table.schema()),
                needed,
                needed,
                spec.cursor(),
                Validity.NAMES,
                Partitions.names(table),
                spec.policy());
    }

    SchemaPolicy policy() {
        return policy;
    }

    boolean isReserved(String name) {
        return reserved.contains(name.toLowerCase(Locale.ROOT));
    }

    Schema schema() {
        return schema;
    }

    List<NestedField> fields() {
        return fields;
    }

    /** The columns as records fill them. */
    List<Field> recordFields() {
        return recordFields;
    }

    boolean upserts() {
        return key.length > 0;
    }

    /** The column of a record's field; -1 when there is none. */
    int column(String field) {
        String name = columnName(field);
        Integer found = exact.get(name);
        if (found == null) {
            found = folded.get(name.toLowerCase(Locale.ROOT));
        }
        return found == null ? -1 : found;
    }

    /** The name of the column that a record's field goes to, or would go to. */
    String columnName(String field) {
        String name = Types.columnName(field);
        while (taken.contains(name.toLowerCase(Locale.ROOT))) {
            name += "_";
        }
        return name;
    }

    /**
     * The name that a new field of a struct gets.
     *
     * @param prefix full name of the struct and a dot
     */
    String nestedName(String prefix, String field) {
        String name = field;
        while (isName(prefix + name)) {
            name += "_";
        }
        return name;
    }

    /** Whether a column, or a field in one, has this full name. */
    boolean isName(String fullName) {
        return names.contains(fullName.toLowerCase(Locale.ROOT));
    }

    /** Columns and what is in them. */
    int fieldCount() {
        return names.size();
    }

    /** Full names in lower case, of fields in structs too. */
    private static Set<String> names(Schema schema) {
        return TypeUtil.indexByName(schema.asStruct()).keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    boolean isKey(int column) {
        return IntStream.of(key).anyMatch(index -> index == column);
    }

    /** What a column is for, where a record needs it. */
    String role(int column) {
        if (column == cursor) {
            return "cursor";
        }
        return isKey(column) ? "key" : "required";
    }

    List<NestedField> keyFields() {
        return IntStream.of(key).mapToObj(fields::get).toList();
    }

    Optional<NestedField> cursorField() {
        return cursor < 0 ? Optional.empty() : Optional.of(fields.get(cursor));
    }

    Object key(Row row) {
        return Keys.of(row, key);
    }

    @Nullable
    Object cursor(Row row) {
        @Nullable Object value = cursor < 0 ? null : row.get(cursor, Object.class);
        return value == null && row.delete() ? NEWER_THAN_ALL : value;
    }

    /** Orders cursors; a missing one is older than any other, save a delete's: that means whatever is there. */
    Comparator<@Nullable Object> cursorOrder() {
        if (cursor < 0) {
            return (_, _) -> 0;
        }
        Comparator<Object> values =
                Comparators.forType(fields.get(cursor).type().asPrimitiveType());
        Comparator<@Nullable Object> known = Comparator.nullsFirst(values);
        return (one, other) -> one instanceof NewerThanAll || other instanceof NewerThanAll
                ? Boolean.compare(one instanceof NewerThanAll, other instanceof NewerThanAll)
                : known.compare(one, other);
    }

    /** Orders rows by what tells them apart, so that the files' statistics tell readers where to look; empty where nothing does. */
    Optional<RowOrder> rowOrder() {
        return IntStream.of(identity)
                .mapToObj(this::by)
                .reduce(Comparator::thenComparing)
                .map(values -> new RowOrder(identity[0], values));
    }

    private Comparator<Row> by(int column) {
        Comparator<Object> values =
                Comparators.forType(fields.get(column).type().asPrimitiveType());
        return Comparator.comparing(row -> Objects.requireNonNull(row.get(column, Object.class)), values);
    }

    /** A row by what tells it from every other. */
    Object identity(Row row) {
        return Keys.of(row, identity);
    }

    private int require(String name) {
        Integer found = exact.get(name);
        if (found == null) {
            throw new LakeException(
                    "column %s is gone from the table (expected: key and cursor columns stay)".formatted(name));
        }
        return found;
    }
}
