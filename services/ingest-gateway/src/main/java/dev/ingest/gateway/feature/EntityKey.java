package dev.ingest.gateway.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.ingest.gateway.online.OnlineRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds an entity's key: a JSON array in which equal values look the same, however they were written. One that is too long for a store
 * is its SHA-256, which looks like no other key.
 */
final class EntityKey {
    /** Of one {@code char}. */
    private static final int UTF8_BYTES_MAX = 3;

    private final @Nullable String[] values;

    EntityKey(int columns) {
        values = new String[columns];
    }

    /**
     * Why the value at hand is no part of a key.
     *
     * @param column its place in the key; negative if it has none
     */
    static Optional<RecordError> refused(int column, String name, JsonParser json) {
        return column >= 0 && json.currentToken().isStructStart()
                ? Optional.of(RecordError.type(name, "single value of an entity's key", Json.kind(json.currentToken())))
                : Optional.empty();
    }

    /** Takes a key column's value: the one that the parser is at, or the form that its type gives it. */
    void put(int column, JsonParser json, FieldType.Fit fit) throws IOException {
        values[column] = fit instanceof FieldType.Fit.As(String text) ? quoted(text) : canonical(json);
    }

    private static String canonical(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token.isNumeric()) {
            BigDecimal number = json.getDecimalValue();
            // 0, 0.0 and -0.0 are one entity
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
        }
        return token == JsonToken.VALUE_STRING ? quoted(json.getText()) : json.getText();
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** The key, once every column has its value. */
    @Override
    public String toString() {
        String key = "[" + String.join(",", values) + "]";
        return key.length() <= OnlineRow.ENTITY_BYTES_MAX / UTF8_BYTES_MAX ? key : fitting(key);
    }

    private static String fitting(String key) {
        byte[] bytes = key.getBytes(UTF_8);
        return bytes.length <= OnlineRow.ENTITY_BYTES_MAX ? key : "sha256:" + sha256(bytes);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
