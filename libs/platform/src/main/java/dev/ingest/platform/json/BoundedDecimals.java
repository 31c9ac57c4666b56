package dev.ingest.platform.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import java.io.IOException;
import java.math.BigDecimal;

/** Ten characters such as {@code 1e99999999} are a number of a hundred million digits as soon as somebody writes it out. */
final class BoundedDecimals extends StdScalarDeserializer<BigDecimal> {
    private static final long serialVersionUID = 1;

    /** Before the point, and behind it. More than any price, or any column of a table. */
    static final int DIGITS_MAX = 100;

    BoundedDecimals() {
        super(BigDecimal.class);
    }

    @Override
    public BigDecimal deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        BigDecimal value = NumberDeserializers.BigDecimalDeserializer.instance.deserialize(parser, context);
        if (value != null && (Math.abs((long) value.scale()) > DIGITS_MAX || value.precision() > DIGITS_MAX)) {
            throw new InvalidFormatException(
                    parser,
                    "'%.64s' (expected: a number of at most %d digits)".formatted(value, DIGITS_MAX),
                    value,
                    BigDecimal.class);
        }
        return value;
    }
}
