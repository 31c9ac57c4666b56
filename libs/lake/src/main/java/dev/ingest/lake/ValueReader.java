package dev.ingest.lake;

import java.io.IOException;
import org.apache.iceberg.types.Types.ListType;
import org.apache.iceberg.types.Types.MapType;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;

/** Reads the JSON value at hand as a column holds it, in Iceberg's internal form. */
interface ValueReader {

    /** Never called at a null; leaves the parser at the value's end. */
    Object read(JsonRecord record) throws IOException, Unfit;

    /**
     * Of a column, or of what is in it.
     *
     * @param path full name, for reasons
     * @param strangers what becomes of fields that have no column
     */
    static ValueReader of(String path, NestedField field, Strangers strangers) {
        return switch (field.type().typeId()) {
            case STRUCT -> new StructValue(path, field.fieldId(), (StructType) field.type(), strangers);
            case LIST -> new ListValue(path, (ListType) field.type(), strangers);
            case MAP -> MapValue.of(path, (MapType) field.type(), strangers);
            case VARIANT -> new VariantValue(path);
            case BOOLEAN,
                    INTEGER,
                    LONG,
                    FLOAT,
                    DOUBLE,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_NANO,
                    STRING,
                    UUID,
                    FIXED,
                    BINARY,
                    DECIMAL,
                    GEOMETRY,
                    GEOGRAPHY,
                    UNKNOWN -> new Values(path, field, strangers.areWelcome());
        };
    }
}
