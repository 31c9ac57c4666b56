package dev.ingest.gateway.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;

/** Reads rows of the online store. */
final class StoredRow {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES) // a value looks as it came
            .build()
            .reader();

    private StoredRow() {}

    /** The row's columns. One with a number that nothing can hold, which was taken once, is its text: the others are as good as ever. */
    static JsonNode tree(byte[] row) {
        try {
            return Objects.requireNonNull(JSON.readTree(row));
        } catch (NumberFormatException beyond) {
            return eachColumn(row);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a stored row is malformed", impossible);
        }
    }

    private static ObjectNode eachColumn(byte[] row) {
        ObjectNode columns = JsonNodeFactory.instance.objectNode();
        try (JsonParser json = JSON.createParser(row)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                int from = Math.toIntExact(json.currentTokenLocation().getByteOffset());
                json.skipChildren();
                json.finishToken();
                int to = Math.toIntExact(json.currentLocation().getByteOffset());
                columns.set(name, column(Arrays.copyOfRange(row, from, to)));
            }
            return columns;
        } catch (IOException impossible) {
            throw new UncheckedIOException("a stored row is malformed", impossible);
        }
    }

    private static JsonNode column(byte[] value) throws IOException {
        try {
            return JSON.readTree(value);
        } catch (NumberFormatException beyond) {
            return JsonNodeFactory.instance.textNode(
                    new String(value, java.nio.charset.StandardCharsets.UTF_8).strip());
        }
    }
}
