package dev.ingest.lake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.LocalTime;
import java.util.Base64;
import org.apache.iceberg.util.DateTimeUtil;
import org.apache.iceberg.variants.Variant;
import org.apache.iceberg.variants.VariantArray;
import org.apache.iceberg.variants.VariantObject;
import org.apache.iceberg.variants.VariantPrimitive;
import org.apache.iceberg.variants.VariantValue;

/** A variant as JSON. What JSON has no form for (times, bytes, written by others) is text. */
final class VariantText {

    private static final JsonFactory JSON = new JsonFactory();

    private VariantText() {}

    static String of(Variant variant) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.configure(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN, true);
            write(variant.value(), json);
        } catch (IOException e) {
            throw new UncheckedIOException("a variant cannot be written as JSON", e);
        }
        return text.toString();
    }

    private static void write(VariantValue value, JsonGenerator json) throws IOException {
        switch (value.type()) {
            case OBJECT -> {
                VariantObject object = value.asObject();
                json.writeStartObject();
                for (String name : object.fieldNames()) {
                    json.writeFieldName(name);
                    write(object.get(name), json);
                }
                json.writeEndObject();
            }
            case ARRAY -> {
                VariantArray array = value.asArray();
                json.writeStartArray();
                for (int i = 0; i < array.numElements(); i++) {
                    write(array.get(i), json);
                }
                json.writeEndArray();
            }
            case NULL,
                    BOOLEAN_TRUE,
                    BOOLEAN_FALSE,
                    INT8,
                    INT16,
                    INT32,
                    INT64,
                    DOUBLE,
                    DECIMAL4,
                    DECIMAL8,
                    DECIMAL16,
                    DATE,
                    TIMESTAMPTZ,
                    TIMESTAMPNTZ,
                    FLOAT,
                    BINARY,
                    STRING,
                    TIME,
                    TIMESTAMPTZ_NANOS,
                    TIMESTAMPNTZ_NANOS,
                    UUID -> write(value.asPrimitive(), json);
        }
    }

    private static void write(VariantPrimitive<?> value, JsonGenerator json) throws IOException {
        Object held = value.get();
        switch (value.type()) {
            case NULL -> json.writeNull();
            case BOOLEAN_TRUE, BOOLEAN_FALSE, INT8, INT16, INT32, INT64, DOUBLE, FLOAT, DECIMAL4, DECIMAL8, DECIMAL16 ->
                json.writePOJO(held);
            case DATE -> json.writeString(DateTimeUtil.daysToIsoDate((Integer) held));
            case TIMESTAMPTZ -> json.writeString(DateTimeUtil.microsToIsoTimestamptz((Long) held));
            case TIMESTAMPNTZ -> json.writeString(DateTimeUtil.microsToIsoTimestamp((Long) held));
            case TIMESTAMPTZ_NANOS -> json.writeString(DateTimeUtil.nanosToIsoTimestamptz((Long) held));
            case TIMESTAMPNTZ_NANOS -> json.writeString(DateTimeUtil.nanosToIsoTimestamp((Long) held));
            case TIME ->
                json.writeString(LocalTime.ofNanoOfDay((Long) held * 1_000).toString());
            case BINARY -> {
                byte[] bytes = new byte[((ByteBuffer) held).remaining()];
                ((ByteBuffer) held).duplicate().get(bytes);
                json.writeString(Base64.getEncoder().encodeToString(bytes));
            }
            case STRING, UUID -> json.writeString(String.valueOf(held));
            case ARRAY, OBJECT -> throw new IllegalStateException("no primitive: " + value.type());
        }
    }
}
