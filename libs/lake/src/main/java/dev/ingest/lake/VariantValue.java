package dev.ingest.lake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.iceberg.variants.ShreddedObject;
import org.apache.iceberg.variants.ValueArray;
import org.apache.iceberg.variants.Variant;
import org.apache.iceberg.variants.VariantMetadata;
import org.apache.iceberg.variants.Variants;
import org.jspecify.annotations.Nullable;

/**
 * Any JSON value in Parquet's variant encoding. Whole numbers take as many bytes as they need, others are decimals as long as they
 * have an ordinary form of at most 38 digits, and doubles where not: as engines' {@code parse_json} has it.
 */
final class VariantValue implements ValueReader {

    private static final int DECIMAL_DIGITS_MAX = 38;

    private final String path;

    VariantValue(String path) {
        this.path = path;
    }

    @Override
    public Object read(JsonRecord record) throws IOException, Unfit {
        // a value's names come before it, and in the order of their bytes
        var names = new TreeSet<String>((one, other) ->
                Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)));
        Object tree = tree(record.at(), names);
        VariantMetadata metadata = Variants.metadata(names);
        org.apache.iceberg.variants.VariantValue value = value(tree, metadata);
        ByteBuffer bytes = ByteBuffer.allocate(value.sizeInBytes()).order(ByteOrder.LITTLE_ENDIAN);
        value.writeTo(bytes, 0);
        return Variant.of(metadata, org.apache.iceberg.variants.VariantValue.from(metadata, bytes));
    }

    private @Nullable Object tree(JsonParser at, TreeSet<String> names) throws IOException, Unfit {
        return switch (at.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                while (at.nextToken() != JsonToken.END_OBJECT) {
                    String name = Values.requireCharacters(path, at.currentName());
                    at.nextToken();
                    names.add(name);
                    object.put(name, tree(at, names));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> array = new ArrayList<>();
                while (at.nextToken() != JsonToken.END_ARRAY) {
                    array.add(tree(at, names));
                }
                yield array;
            }
            case VALUE_STRING -> Values.requireCharacters(path, at.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(at);
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("no value at " + at.currentToken());
        };
    }

    private Object number(JsonParser at) throws IOException, Unfit {
        if (at.currentToken() == JsonToken.VALUE_NUMBER_INT
                && at.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return at.getLongValue();
        }
        boolean ordinary = at.getText().indexOf('e') < 0 && at.getText().indexOf('E') < 0;
        if (ordinary) { // others may have an exponent that no decimal can have
            BigDecimal number = at.getDecimalValue();
            if (Math.max(number.precision(), number.scale()) <= DECIMAL_DIGITS_MAX) {
                return number;
            }
        }
        double value = Double.parseDouble(at.getText());
        if (Double.isInfinite(value)) {
            throw new Unfit("column %s (variant) cannot hold this number".formatted(path));
        }
        return value;
    }

    private static org.apache.iceberg.variants.VariantValue value(@Nullable Object tree, VariantMetadata metadata) {
        return switch (tree) {
            case null -> Variants.ofNull();
            case Map<?, ?> fields -> {
                ShreddedObject object = Variants.object(metadata);
                fields.forEach((name, field) -> object.put((String) name, value(field, metadata)));
                yield object;
            }
            case List<?> elements -> {
                ValueArray array = Variants.array();
                elements.forEach(element -> array.add(value(element, metadata)));
                yield array;
            }
            case String text -> Variants.of(text);
            case Boolean flag -> Variants.of(flag);
            case Long number -> whole(number);
            case BigDecimal number -> Variants.of(number);
            case Double number -> Variants.of(number);
            default -> throw new IllegalStateException("no value of JSON: " + tree.getClass());
        };
    }

    private static org.apache.iceberg.variants.VariantValue whole(long number) {
        if (number == (byte) number) {
            return Variants.of((byte) number);
        }
        if (number == (short) number) {
            return Variants.of((short) number);
        }
        return number == (int) number ? Variants.of((int) number) : Variants.of(number);
    }
}
