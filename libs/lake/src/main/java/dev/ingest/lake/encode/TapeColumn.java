package dev.ingest.lake.encode;

import java.nio.ByteBuffer;
import org.apache.iceberg.parquet.ParquetValueReaders;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** A column of a file, whose values go onto a tape as they are. */
final class TapeColumn extends ParquetValueReaders.UnboxedReader<Object> {

    private final Kind kind;
    private final boolean isInt;
    private final int present;

    private TapeColumn(MessageType file, PrimitiveType type, Kind kind) {
        super(file.getColumnDescription(new String[] {type.getName()}));
        this.kind = kind;
        this.isInt = type.getPrimitiveTypeName() == PrimitiveTypeName.INT32;
        this.present = type.isRepetition(Type.Repetition.OPTIONAL) ? 1 : 0;
    }

    static TapeColumn of(MessageType file, Type column, Field field) {
        if (!column.isPrimitive()
                || column.isRepetition(Type.Repetition.REPEATED)
                || !fits(column.asPrimitiveType(), field)) {
            throw new UnknownFormException(field.name());
        }
        return new TapeColumn(file, column.asPrimitiveType(), field.kind());
    }

    private static boolean fits(PrimitiveType type, Field field) {
        PrimitiveTypeName physical = type.getPrimitiveTypeName();
        if (type.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation number && !number.isSigned()) {
            return false;
        }
        return switch (field.kind()) {
            case INTEGER, DATE -> physical == PrimitiveTypeName.INT32;
            case LONG -> physical == PrimitiveTypeName.INT32 || physical == PrimitiveTypeName.INT64;
            case DOUBLE -> physical == PrimitiveTypeName.DOUBLE;
            case FLOAT -> physical == PrimitiveTypeName.FLOAT;
            case BOOLEAN -> physical == PrimitiveTypeName.BOOLEAN;
            case TIMESTAMP ->
                type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp
                        && timestamp.getUnit() == TimeUnit.MICROS;
            case TIME ->
                type.getLogicalTypeAnnotation() instanceof TimeLogicalTypeAnnotation time
                        && time.getUnit() == TimeUnit.MICROS;
            case DECIMAL ->
                (physical == PrimitiveTypeName.INT32 || physical == PrimitiveTypeName.INT64)
                        && type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal
                        && decimal.getScale() == field.scale();
            case TEXT, JSON, BINARY -> physical == PrimitiveTypeName.BINARY;
            case OTHER -> false;
        };
    }

    /** Takes the row's value, if it has one. */
    void onto(Tape tape, int column) {
        if (this.column.currentDefinitionLevel() < present) {
            this.column.nextNull();
        } else {
            tape.put(column, kind.isBytes() ? bytes(tape.arena()) : number());
        }
    }

    /** The row's number, else another. */
    long number(long otherwise) {
        if (column.currentDefinitionLevel() < present) {
            column.nextNull();
            return otherwise;
        }
        return number();
    }

    private long number() {
        return switch (kind) {
            case BOOLEAN -> column.nextBoolean() ? 1 : 0;
            case FLOAT -> Float.floatToRawIntBits(column.nextFloat());
            case DOUBLE -> Double.doubleToRawLongBits(column.nextDouble());
            case LONG, INTEGER, DATE, TIMESTAMP, TIME, DECIMAL -> isInt ? column.nextInteger() : column.nextLong();
            case TEXT, JSON, BINARY, OTHER -> throw new IllegalStateException(kind + " is no number");
        };
    }

    private long bytes(Arena arena) {
        ByteBuffer bytes = column.nextBinary().toByteBuffer();
        int length = bytes.remaining();
        int place = arena.reserve(length);
        bytes.get(bytes.position(), arena.block(place), Arena.position(place), length);
        arena.keep(length);
        return Tape.inArena(place, length);
    }
}
