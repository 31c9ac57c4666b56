package dev.ingest.lake.encode;

import org.apache.iceberg.types.Types.DecimalType;
import org.apache.iceberg.types.Types.NestedField;

/**
 * A column as records fill it.
 *
 * @param precision and {@code scale} of a decimal, otherwise 0
 * @param required whether a record without it fits no row
 * @param key whether a delete needs it
 */
public record Field(String name, Kind kind, int precision, int scale, boolean required, boolean key) {

    private static final int DIGITS_OF_INT = 9;

    /** @param json whether the column, a string to Iceberg, holds JSON values as they were written */
    public static Field of(NestedField field, boolean json, boolean key) {
        Kind kind = Kind.of(field.type(), json);
        return field.type() instanceof DecimalType decimal
                ? new Field(field.name(), kind, decimal.precision(), decimal.scale(), field.isRequired(), key)
                : new Field(field.name(), kind, 0, 0, field.isRequired(), key);
    }

    /** Whether Parquet keeps its numbers in four bytes. */
    boolean isNarrow() {
        return switch (kind) {
            case INTEGER, DATE, FLOAT -> true;
            case DECIMAL -> precision <= DIGITS_OF_INT;
            case LONG, DOUBLE, BOOLEAN, TIMESTAMP, TIME, TEXT, JSON, BINARY, OTHER -> false;
        };
    }
}
