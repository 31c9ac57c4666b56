package dev.ingest.masking.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.mask.Masks;
import dev.ingest.platform.mask.ValueText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer row by row, so that values are held once and no more than a limit of them. Snapshot ids are text: they have more
 * bits than many a JSON reader's numbers.
 */
final class RowsJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final List<SeenColumn> columns;
    private final int bytesMax;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final JsonGenerator json;
    private final long snapshot;

    RowsJson(List<SeenColumn> columns, long snapshot, int bytesMax) {
        this.columns = columns;
        this.snapshot = snapshot;
        this.bytesMax = bytesMax;
        try {
            json = FACTORY.createGenerator(bytes);
            json.writeStartObject();
            json.writeArrayFieldStart("columns");
            for (SeenColumn column : columns) {
                json.writeStartObject();
                json.writeStringField("name", column.column().name());
                json.writeStringField("type", column.column().type().text());
                json.writeStringField("mask", column.mask().name());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("rows");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    void row(List<@Nullable Object> values) {
        try {
            json.writeStartArray();
            for (int i = 0; i < columns.size(); i++) {
                value(Masks.apply(columns.get(i).mask(), values.get(i)));
            }
            json.writeEndArray();
            json.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        if (bytes.size() > bytesMax) {
            throw new IngestException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "answer: more than %d bytes (expected: fewer rows or columns)".formatted(bytesMax));
        }
    }

    private void value(@Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Boolean flag -> json.writeBoolean(flag);
            case Long number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number.toPlainString());
            case Double number when Double.isFinite(number) -> json.writeNumber(number);
            case Float number when Float.isFinite(number) -> json.writeNumber(number);
            case Map<?, ?> fields -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> field : fields.entrySet()) {
                    json.writeFieldName(String.valueOf(field.getKey()));
                    value(field.getValue());
                }
                json.writeEndObject();
            }
            case List<?> elements -> {
                json.writeStartArray();
                for (Object element : elements) {
                    value(element);
                }
                json.writeEndArray();
            }
            case Object other -> json.writeString(ValueText.of(other));
        }
    }

    byte[] finish() {
        try (json) {
            json.writeEndArray();
            json.writeStringField("snapshot", Long.toString(snapshot));
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
