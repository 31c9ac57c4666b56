package dev.ingest.lake;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.BinaryType;
import org.apache.iceberg.types.Types.BooleanType;
import org.apache.iceberg.types.Types.DateType;
import org.apache.iceberg.types.Types.DecimalType;
import org.apache.iceberg.types.Types.DoubleType;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.types.Types.TimestampType;

/** Our columns in Iceberg's words and back. */
final class Types {

    /** Marks the string columns that hold JSON text. */
    static final String JSON_DOC = "JSON";

    private Types() {}

    static Type toIceberg(ColumnType type) {
        return switch (type) {
            case ColumnType.Decimal(int precision, int scale) -> DecimalType.of(precision, scale);
            case ColumnType.Foreign(String text) ->
                throw new IllegalArgumentException("columns of type " + text + " are not written");
            case ColumnType.Scalar scalar ->
                switch (scalar) {
                    case STRING, JSON -> StringType.get();
                    case LONG -> LongType.get();
                    case DOUBLE -> DoubleType.get();
                    case BOOLEAN -> BooleanType.get();
                    case BINARY -> BinaryType.get();
                    case TIMESTAMPTZ -> TimestampType.withZone();
                    case TIMESTAMP -> TimestampType.withoutZone();
                    case DATE -> DateType.get();
                };
        };
    }

    static ColumnType fromIceberg(NestedField field) {
        return switch (field.type().typeId()) {
            case STRING -> JSON_DOC.equals(field.doc()) ? ColumnType.Scalar.JSON : ColumnType.Scalar.STRING;
            case LONG -> ColumnType.Scalar.LONG;
            case DOUBLE -> ColumnType.Scalar.DOUBLE;
            case BOOLEAN -> ColumnType.Scalar.BOOLEAN;
            case BINARY -> ColumnType.Scalar.BINARY;
            case DATE -> ColumnType.Scalar.DATE;
            case TIMESTAMP ->
                ((TimestampType) field.type()).shouldAdjustToUTC()
                        ? ColumnType.Scalar.TIMESTAMPTZ
                        : ColumnType.Scalar.TIMESTAMP;
            case DECIMAL ->
                new ColumnType.Decimal(((DecimalType) field.type()).precision(), ((DecimalType) field.type()).scale());
            case INTEGER,
                    FLOAT,
                    TIME,
                    TIMESTAMP_NANO,
                    UUID,
                    FIXED,
                    GEOMETRY,
                    GEOGRAPHY,
                    STRUCT,
                    LIST,
                    MAP,
                    VARIANT,
                    UNKNOWN -> new ColumnType.Foreign(field.type().toString());
        };
    }

    static Column column(NestedField field) {
        return new Column(field.name(), fromIceberg(field), field.isRequired());
    }

    static List<Column> columns(Schema schema) {
        return schema.columns().stream().map(Types::column).toList();
    }

    /** The schema of a new table. */
    static Schema schema(TableSpec spec) {
        var ids = new AtomicInteger();
        List<NestedField> fields = spec.allColumns().stream()
                .map(column -> field(
                        ids.incrementAndGet(),
                        column,
                        column.required() || spec.key().contains(column.name())))
                .toList();
        Set<Integer> keys = fields.stream()
                .filter(field -> spec.identifiers().contains(field.name()))
                .map(NestedField::fieldId)
                .collect(java.util.stream.Collectors.toSet());
        return new Schema(fields, keys);
    }

    static @org.jspecify.annotations.Nullable String doc(ColumnType type) {
        return type == ColumnType.Scalar.JSON ? JSON_DOC : null;
    }

    /**
     * The column that a record's field goes to. Readers fold case, so a name that differs from another only by case is the
     * same; names that Iceberg reserves get a tail.
     */
    static String columnName(String field) {
        return MetadataColumns.isMetadataColumn(field.toLowerCase(Locale.ROOT)) ? field + "_" : field;
    }

    private static NestedField field(int id, Column column, boolean required) {
        NestedField.Builder field =
                required ? NestedField.required(column.name()) : NestedField.optional(column.name());
        return field.withId(id)
                .ofType(toIceberg(column.type()))
                .withDoc(doc(column.type()))
                .build();
    }
}
