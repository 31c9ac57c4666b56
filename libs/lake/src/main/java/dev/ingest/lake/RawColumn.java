package dev.ingest.lake;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.parquet.ParquetValueReaders;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** A column of a file, row by row, without an object per value. */
abstract class RawColumn extends ParquetValueReaders.UnboxedReader<Object> {

    private final int present;
    private boolean isNull;

    private RawColumn(ColumnDescriptor descriptor) {
        super(descriptor);
        this.present = descriptor.getMaxDefinitionLevel();
    }

    /** The column of a field; empty when the file has none of it, or holds it in a way that only the general reader knows. */
    static Optional<RawColumn> of(MessageType file, NestedField field) {
        for (org.apache.parquet.schema.Type column : file.getFields()) {
            if (column.isPrimitive() && column.getId() != null && column.getId().intValue() == field.fieldId()) {
                return of(file.getColumnDescription(new String[] {column.getName()}), field.type());
            }
        }
        return Optional.empty();
    }

    private static Optional<RawColumn> of(ColumnDescriptor column, Type type) {
        PrimitiveTypeName physical = column.getPrimitiveType().getPrimitiveTypeName();
        boolean fits =
                switch (type.typeId()) {
                    case INTEGER, DATE -> physical == PrimitiveTypeName.INT32;
                    case LONG -> physical == PrimitiveTypeName.INT32 || physical == PrimitiveTypeName.INT64;
                    case TIME -> physical == PrimitiveTypeName.INT64;
                    case TIMESTAMP -> physical == PrimitiveTypeName.INT64 && isMicros(column.getPrimitiveType());
                    case STRING -> physical == PrimitiveTypeName.BINARY;
                    case UUID -> physical == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
                    case BOOLEAN,
                            FLOAT,
                            DOUBLE,
                            TIMESTAMP_NANO,
                            FIXED,
                            BINARY,
                            DECIMAL,
                            STRUCT,
                            LIST,
                            MAP,
                            VARIANT,
                            GEOMETRY,
                            GEOGRAPHY,
                            UNKNOWN -> false;
                };
        if (!fits) {
            return Optional.empty();
        }
        return Optional.of(
                type.typeId() == Type.TypeID.STRING || type.typeId() == Type.TypeID.UUID
                        ? new Bytes(column, type.typeId())
                        : new Number(column, type.typeId()));
    }

    private static boolean isMicros(PrimitiveType type) {
        LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        return annotation instanceof TimestampLogicalTypeAnnotation timestamp && timestamp.getUnit() == TimeUnit.MICROS;
    }

    /** Goes to the next row. */
    final void advance() {
        isNull = column.currentDefinitionLevel() < present;
        if (isNull) {
            column.nextNull();
        } else {
            take();
        }
    }

    final boolean isNull() {
        return isNull;
    }

    /** The row's value as Iceberg's generic readers give it. */
    final @Nullable Object value() {
        return isNull ? null : object();
    }

    abstract void take();

    abstract Object object();

    /** Of the row's value; equal for equal values. */
    abstract long fingerprint();

    /** The same of a value that {@link #value} would give. */
    static long fingerprint(Object value) {
        return switch (value) {
            case Integer number -> number;
            case Long number -> number;
            case String text ->
                Fingerprints.of(ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .order(ByteOrder.LITTLE_ENDIAN));
            case UUID uuid ->
                Fingerprints.of(ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .flip()
                        .order(ByteOrder.LITTLE_ENDIAN));
            // of types that are not read this way
            default -> value.hashCode();
        };
    }

    private static final class Number extends RawColumn {
        private final boolean isInt;
        private final boolean givesInt;
        private long value;

        private Number(ColumnDescriptor descriptor, Type.TypeID type) {
            super(descriptor);
            this.isInt = descriptor.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32;
            this.givesInt = type == Type.TypeID.INTEGER || type == Type.TypeID.DATE;
        }

        @Override
        void take() {
            value = isInt ? column.nextInteger() : column.nextLong();
        }

        @Override
        Object object() {
            return givesInt ? (Object) (int) value : (Object) value;
        }

        @Override
        long fingerprint() {
            return value;
        }
    }

    private static final class Bytes extends RawColumn {
        private final boolean isText;
        private Binary value = Binary.EMPTY;

        private Bytes(ColumnDescriptor descriptor, Type.TypeID type) {
            super(descriptor);
            this.isText = type == Type.TypeID.STRING;
        }

        @Override
        void take() {
            value = column.nextBinary();
        }

        @Override
        Object object() {
            if (isText) {
                return value.toStringUsingUTF8();
            }
            ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.BIG_ENDIAN);
            return new UUID(bytes.getLong(bytes.position()), bytes.getLong(bytes.position() + Long.BYTES));
        }

        @Override
        long fingerprint() {
            return Fingerprints.of(value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
        }
    }
}
