package dev.ingest.lake;

import dev.ingest.contracts.config.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.BinaryType;
import org.apache.iceberg.types.Types.BooleanType;
import org.apache.iceberg.types.Types.DateType;
import org.apache.iceberg.types.Types.DecimalType;
import org.apache.iceberg.types.Types.DoubleType;
import org.apache.iceberg.types.Types.FloatType;
import org.apache.iceberg.types.Types.IntegerType;
import org.apache.iceberg.types.Types.ListType;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.MapType;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.types.Types.StructType;
import org.apache.iceberg.types.Types.TimeType;
import org.apache.iceberg.types.Types.TimestampType;
import org.apache.iceberg.types.Types.UUIDType;
import org.apache.iceberg.types.Types.VariantType;

/** Our columns in Iceberg's words and back. */
final class Types {

    /** Marks the string columns that hold JSON text. */
    static final String JSON_DOC = "JSON";

    private Types() {}

    /** With ids of no meaning, which a schema that takes the type replaces by its own. */
    static Type toIceberg(ColumnType type) {
        return toIceberg(type, new AtomicInteger());
    }

    private static Type toIceberg(ColumnType type, AtomicInteger ids) {
        return switch (type) {
            case ColumnType.Scalar scalar -> toIceberg(scalar);
            case ColumnType.Decimal(int precision, int scale) -> DecimalType.of(precision, scale);
            case ColumnType.Struct(List<ColumnType.Field> fields) -> {
                var nested = new ArrayList<NestedField>();
                for (ColumnType.Field field : fields) {
                    nested.add(field(ids.incrementAndGet(), field.name(), field.type(), field.required(), ids));
                }
                yield StructType.of(nested);
            }
            case ColumnType.ListOf(ColumnType element) ->
                ListType.ofOptional(ids.incrementAndGet(), toIceberg(element, ids));
            case ColumnType.MapOf(ColumnType value) ->
                MapType.ofOptional(
                        ids.incrementAndGet(), ids.incrementAndGet(), StringType.get(), toIceberg(value, ids));
            case ColumnType.Foreign(String text) ->
                throw new IllegalArgumentException("columns of type " + text + " are not written");
        };
    }

    private static Type toIceberg(ColumnType.Scalar scalar) {
        return switch (scalar) {
            case STRING, JSON -> StringType.get();
            case INT -> IntegerType.get();
            case LONG -> LongType.get();
            case FLOAT -> FloatType.get();
            case DOUBLE -> DoubleType.get();
            case BOOLEAN -> BooleanType.get();
            case BINARY -> BinaryType.get();
            case UUID -> UUIDType.get();
            case TIMESTAMPTZ -> TimestampType.withZone();
            case TIMESTAMP -> TimestampType.withoutZone();
            case DATE -> DateType.get();
            case TIME -> TimeType.get();
            case VARIANT -> VariantType.get();
        };
    }

    static ColumnType fromIceberg(NestedField field) {
        return switch (field.type().typeId()) {
            case STRING -> isJson(field) ? ColumnType.Scalar.JSON : ColumnType.Scalar.STRING;
            case INTEGER -> ColumnType.Scalar.INT;
            case LONG -> ColumnType.Scalar.LONG;
            case FLOAT -> ColumnType.Scalar.FLOAT;
            case DOUBLE -> ColumnType.Scalar.DOUBLE;
            case BOOLEAN -> ColumnType.Scalar.BOOLEAN;
            case BINARY -> ColumnType.Scalar.BINARY;
            case UUID -> ColumnType.Scalar.UUID;
            case DATE -> ColumnType.Scalar.DATE;
            case TIME -> ColumnType.Scalar.TIME;
            case TIMESTAMP ->
                ((TimestampType) field.type()).shouldAdjustToUTC()
                        ? ColumnType.Scalar.TIMESTAMPTZ
                        : ColumnType.Scalar.TIMESTAMP;
            case DECIMAL ->
                new ColumnType.Decimal(((DecimalType) field.type()).precision(), ((DecimalType) field.type()).scale());
            case VARIANT -> ColumnType.Scalar.VARIANT;
            case STRUCT, LIST, MAP -> nested(field.type());
            case TIMESTAMP_NANO, FIXED, GEOMETRY, GEOGRAPHY, UNKNOWN -> foreign(field.type());
        };
    }

    /** A nested type that we write, or else a foreign one: also where one deep within it is. */
    private static ColumnType nested(Type type) {
        if (type instanceof StructType struct && !struct.fields().isEmpty()) {
            List<ColumnType.Field> fields = struct.fields().stream()
                    .map(field -> new ColumnType.Field(field.name(), fromIceberg(field), field.isRequired()))
                    .toList();
            return fields.stream().anyMatch(field -> field.type() instanceof ColumnType.Foreign)
                    ? foreign(type)
                    : new ColumnType.Struct(fields);
        }
        if (type instanceof ListType list && list.isElementOptional()) {
            ColumnType element = fromIceberg(list.fields().getFirst());
            return isOurs(element) ? new ColumnType.ListOf(element) : foreign(type);
        }
        if (type instanceof MapType map
                && map.isValueOptional()
                && map.keyType().typeId() == Type.TypeID.STRING) {
            ColumnType value = fromIceberg(map.fields().get(1));
            return isOurs(value) ? new ColumnType.MapOf(value) : foreign(type);
        }
        return foreign(type);
    }

    private static boolean isOurs(ColumnType type) {
        return !(type instanceof ColumnType.Foreign) && type != ColumnType.Scalar.JSON;
    }

    private static ColumnType foreign(Type type) {
        return new ColumnType.Foreign(type.toString());
    }

    /** Whether a column, a string to Iceberg, holds JSON values as they were written. */
    static boolean isJson(NestedField field) {
        return field.type().typeId() == Type.TypeID.STRING && JSON_DOC.equals(field.doc());
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
                        column.name(),
                        column.type(),
                        column.required() || spec.key().contains(column.name()),
                        ids))
                .toList();
        Set<Integer> keys = fields.stream()
                .filter(field -> spec.identifiers().contains(field.name()))
                .map(NestedField::fieldId)
                .collect(Collectors.toSet());
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

    private static NestedField field(int id, String name, ColumnType type, boolean required, AtomicInteger ids) {
        NestedField.Builder field = required ? NestedField.required(name) : NestedField.optional(name);
        return field.withId(id).ofType(toIceberg(type, ids)).withDoc(doc(type)).build();
    }
}
