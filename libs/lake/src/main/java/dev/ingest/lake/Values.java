package dev.ingest.lake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ingest.contracts.config.ColumnType;
import dev.ingest.contracts.value.Characters;
import dev.ingest.contracts.value.IsoTimes;
import dev.ingest.contracts.value.JsonNumber;
import dev.ingest.contracts.value.Uuids;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.Locale;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.DecimalType;
import org.apache.iceberg.types.Types.DoubleType;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.NestedField;

/** Reads the value at a parser's position as a column holds it. Nothing is rounded or cut: what does not fit exactly is unfit. */
final class Values implements ValueReader {

    private final String path;
    private final NestedField field;
    private final boolean json;
    private final boolean widens;

    /** @param widens whether a column that is too narrow for a value is to become wider, where that is possible */
    Values(String path, NestedField field, boolean widens) {
        this.path = path;
        this.field = field;
        this.json = Types.isJson(field);
        this.widens = widens;
    }

    @Override
    public Object read(JsonRecord record) throws IOException, Unfit {
        if (json) {
            return record.text();
        }
        JsonParser at = record.at();
        try {
            return switch (field.type().typeId()) {
                case STRING -> at.currentToken() == JsonToken.VALUE_STRING ? characters(at) : record.text();
                case LONG -> isLong(at) ? at.getLongValue() : whole(at).longValueExact();
                case INTEGER -> integer(record);
                case DOUBLE -> finite(number(at).doubleValue());
                case FLOAT -> real(record);
                case BOOLEAN -> bool(at);
                case BINARY -> ByteBuffer.wrap(Base64.getDecoder().decode(string(at)));
                case DATE -> IsoTimes.days(string(at));
                case TIME -> IsoTimes.microsOfDay(string(at));
                case TIMESTAMP -> IsoTimes.micros(string(at));
                case UUID -> Uuids.parse(string(at));
                case DECIMAL -> decimal(record);
                case TIMESTAMP_NANO, FIXED, GEOMETRY, GEOGRAPHY, STRUCT, LIST, MAP, VARIANT, UNKNOWN ->
                    throw unfit("a value, for it is not of our making");
            };
        } catch (ArithmeticException | DateTimeException | IllegalArgumentException e) {
            throw unfit("this " + kind(at), e);
        }
    }

    private BigDecimal number(JsonParser at) throws IOException, Unfit {
        if (!at.currentToken().isNumeric()) {
            throw unfit(aKind(at));
        }
        return ofBearableScale(at.getDecimalValue());
    }

    private BigDecimal quoted(JsonParser at) throws IOException, Unfit {
        if (at.getTextLength() > JsonNumber.LENGTH_MAX) {
            throw unfit("a number of %d characters (expected: at most %d)"
                    .formatted(at.getTextLength(), JsonNumber.LENGTH_MAX));
        }
        return ofBearableScale(new BigDecimal(at.getText()));
    }

    private BigDecimal ofBearableScale(BigDecimal number) throws Unfit {
        if (!JsonNumber.isBearable(number)) {
            throw unfit("a number of scale %d (expected: at most %d either way)"
                    .formatted(number.scale(), JsonNumber.SCALE_MAX));
        }
        return number;
    }

    private static boolean isLong(JsonParser at) throws IOException {
        return at.currentToken() == JsonToken.VALUE_NUMBER_INT
                && at.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    }

    private double finite(double value) throws Unfit {
        if (Double.isInfinite(value)) {
            throw unfit("this number");
        }
        return value;
    }

    private BigInteger whole(JsonParser at) throws IOException, Unfit {
        if (at.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return at.getBigIntegerValue();
        }
        BigDecimal number = number(at);
        if (number.precision() - number.scale() > Long.SIZE) {
            throw unfit("this number");
        }
        return number.toBigIntegerExact();
    }

    private Integer integer(JsonRecord record) throws IOException, Unfit {
        BigInteger value = whole(record.at());
        if (value.bitLength() < Integer.SIZE) {
            return value.intValue();
        }
        if (value.bitLength() >= Long.SIZE) {
            throw unfit("this number");
        }
        widen(record, LongType.get());
        return 0;
    }

    private Float real(JsonRecord record) throws IOException, Unfit {
        BigDecimal number = number(record.at());
        float value = number.floatValue();
        double wider = finite(number.doubleValue());
        if (Float.isInfinite(value) || value == 0 && wider != 0) {
            widen(record, DoubleType.get());
            return 0f;
        }
        return value;
    }

    /** The table gets a wider column, and the record is read again. */
    private void widen(JsonRecord record, Type.PrimitiveType type) throws Unfit {
        if (!widens) {
            throw unfit("this number");
        }
        record.growth().widen(field.fieldId(), type);
    }

    private BigDecimal decimal(JsonRecord record) throws IOException, Unfit {
        DecimalType type = (DecimalType) field.type();
        JsonParser at = record.at();
        // many APIs quote their amounts so that nobody reads them as a double
        BigDecimal value = at.currentToken() == JsonToken.VALUE_STRING ? quoted(at) : number(at);
        int needed = value.signum() == 0 ? 0 : value.precision() - value.scale() + type.scale();
        if (needed > ColumnType.Decimal.PRECISION_MAX) {
            throw unfit("this number");
        }
        BigDecimal scaled = value.setScale(type.scale(), RoundingMode.UNNECESSARY);
        if (needed > type.precision()) {
            widen(record, DecimalType.of(needed, type.scale()));
            return BigDecimal.ZERO.setScale(type.scale());
        }
        return scaled;
    }

    private Boolean bool(JsonParser at) throws Unfit {
        if (!at.currentToken().isBoolean()) {
            throw unfit(aKind(at));
        }
        return at.currentToken() == JsonToken.VALUE_TRUE;
    }

    private String string(JsonParser at) throws IOException, Unfit {
        if (at.currentToken() != JsonToken.VALUE_STRING) {
            throw unfit(aKind(at));
        }
        return at.getText();
    }

    private String characters(JsonParser at) throws IOException, Unfit {
        return requireCharacters(path, at.getText());
    }

    static String requireCharacters(String path, String text) throws Unfit {
        if (!Characters.areWhole(text)) {
            throw new Unfit("column %s (string) cannot hold half of a surrogate pair".formatted(path));
        }
        return text;
    }

    private Unfit unfit(String what) {
        return new Unfit(sentence(what));
    }

    private Unfit unfit(String what, Exception cause) {
        return new Unfit(sentence(what), cause);
    }

    private String sentence(String what) {
        return "column %s (%s) cannot hold %s".formatted(path, field.type(), what);
    }

    static String aKind(JsonParser at) {
        return (at.currentToken().isStructStart() ? "an " : "a ") + kind(at);
    }

    private static String kind(JsonParser at) {
        return switch (at.currentToken()) {
            case START_OBJECT -> "object";
            case START_ARRAY -> "array";
            case VALUE_STRING -> "string";
            case VALUE_TRUE, VALUE_FALSE -> "boolean";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            case VALUE_NULL -> "null";
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                at.currentToken().name().toLowerCase(Locale.ROOT);
        };
    }
}
