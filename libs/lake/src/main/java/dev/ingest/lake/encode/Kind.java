package dev.ingest.lake.encode;

import org.apache.iceberg.types.Type;

/**
 * How a column's values stand on a tape.
 *
 * <p>A type that is added to the general path works from then on as {@link #OTHER}. For the fast path it needs a kind here, its
 * cases in {@link Tape} (from and to an object), in {@link Scanner} (from JSON), in {@link Field} (its width), in {@link Range} and {@link ColumnPages} (to Parquet), and its
 * lines in the test that compares both paths.
 */
public enum Kind {
    LONG,
    INTEGER,
    DOUBLE,
    FLOAT,
    BOOLEAN,
    /** Days since 1970. */
    DATE,
    /** Microseconds since 1970, with and without zone. */
    TIMESTAMP,
    /** Microseconds since midnight. */
    TIME,
    /** The unscaled value, for up to 18 digits. */
    DECIMAL,
    /** A text; of a JSON value that is no string, its own bytes. */
    TEXT,
    /** The own bytes of any JSON value. */
    JSON,
    BINARY,
    /** An object, which only the general path reads and only the general writer writes. */
    OTHER;

    private static final int DIGITS_OF_LONG = 18;

    /** @param json whether the column, a string to Iceberg, holds JSON values as they were written */
    public static Kind of(Type type, boolean json) {
        return switch (type.typeId()) {
            case LONG -> LONG;
            case INTEGER -> INTEGER;
            case DOUBLE -> DOUBLE;
            case FLOAT -> FLOAT;
            case BOOLEAN -> BOOLEAN;
            case DATE -> DATE;
            case TIMESTAMP -> TIMESTAMP;
            case TIME -> TIME;
            case DECIMAL ->
                ((org.apache.iceberg.types.Types.DecimalType) type).precision() <= DIGITS_OF_LONG ? DECIMAL : OTHER;
            case STRING -> json ? JSON : TEXT;
            case BINARY -> BINARY;
            case TIMESTAMP_NANO, UUID, FIXED, GEOMETRY, GEOGRAPHY, STRUCT, LIST, MAP, VARIANT, UNKNOWN -> OTHER;
        };
    }

    /** Whether a cell refers to bytes elsewhere. */
    boolean isBytes() {
        return this == TEXT || this == JSON || this == BINARY;
    }
}
