package dev.ingest.lake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.Locale;
import org.apache.iceberg.types.Types.DecimalType;
import org.apache.iceberg.types.Types.NestedField;

/** Reads the value at a parser's position as a column holds it. Nothing is rounded or cut: what does not fit exactly is unfit. */
final class Values {

    /** Beyond this a number of a few bytes would be computed for minutes: {@code 1e-700000000} has as many zeros. */
    static final int NUMBER_SCALE_MAX = 1000;

    /** Reading digits takes time that grows faster than their number; the parser has the same limit for numbers. */
    static final int NUMBER_LENGTH_MAX = 1000;

    private final NestedField field;
    private final boolean json;

    Values(NestedField field) {
        this.field = field;
        this.json = Types.fromIceberg(field) == ColumnType.Scalar.JSON;
    }

    /** Never called at a null. */
    Object read(JsonParser at, JsonText text) throws IOException, Unfit {
        if (json) {
            return text.value(at);
        }
        try {
            return switch (field.type().typeId()) {
                case STRING -> at.currentToken() == JsonToken.VALUE_STRING ? characters(at) : text.value(at);
                case LONG -> isLong(at) ? at.getLongValue() : whole(at).longValueExact();
                case INTEGER -> whole(at).intValueExact();
                case DOUBLE -> finite(number(at).doubleValue());
                case FLOAT -> (float) finite(number(at).floatValue());
                case BOOLEAN -> bool(at);
                case BINARY -> ByteBuffer.wrap(Base64.getDecoder().decode(string(at)));
                case DATE -> Temporal.days(string(at));
                case TIMESTAMP -> Temporal.micros(string(at));
                case DECIMAL -> decimal(at);
                case TIME, TIMESTAMP_NANO, UUID, FIXED, GEOMETRY, GEOGRAPHY, STRUCT, LIST, MAP, VARIANT, UNKNOWN ->
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
        if (at.getTextLength() > NUMBER_LENGTH_MAX) {
            throw unfit("a number of %d characters (expected: at most %d)"
                    .formatted(at.getTextLength(), NUMBER_LENGTH_MAX));
        }
        return ofBearableScale(new BigDecimal(at.getText()));
    }

    private BigDecimal ofBearableScale(BigDecimal number) throws Unfit {
        if (Math.abs((long) number.scale()) > NUMBER_SCALE_MAX) {
            throw unfit("a number of scale %d (expected: at most %d either way)"
                    .formatted(number.scale(), NUMBER_SCALE_MAX));
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

    private BigDecimal decimal(JsonParser at) throws IOException, Unfit {
        DecimalType type = (DecimalType) field.type();
        // many APIs quote their amounts so that nobody reads them as a double
        BigDecimal value = at.currentToken() == JsonToken.VALUE_STRING ? quoted(at) : number(at);
        if (value.signum() != 0 && value.precision() - value.scale() > type.precision() - type.scale()) {
            throw unfit("this number");
        }
        return value.setScale(type.scale(), RoundingMode.UNNECESSARY);
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

    /** Half of a surrogate pair, which an escape can be, is no character, and would be written as a question mark. */
    private String characters(JsonParser at) throws IOException, Unfit {
        String text = at.getText();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.charCount(text.codePointAt(i)) != 2) {
                    throw unfit("half of a surrogate pair");
                }
                i++;
            }
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
        return "column %s (%s) cannot hold %s".formatted(field.name(), field.type(), what);
    }

    private static String aKind(JsonParser at) {
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

    /** The bytes that a parser reads, so that a value can be taken as it was written. */
    record JsonText(byte[] bytes, int start) {

        String value(JsonParser at) throws IOException {
            int from = start + Math.toIntExact(at.currentTokenLocation().getByteOffset());
            if (at.currentToken().isStructStart()) {
                at.skipChildren();
            } else {
                at.finishToken();
            }
            int to = start + Math.toIntExact(at.currentLocation().getByteOffset());
            return new String(bytes, from, to - from, StandardCharsets.UTF_8).strip();
        }
    }
}
