package dev.ingest.gateway.feature;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Builds an entity's key: a JSON array in which equal values look the same, however they were written. */
final class EntityKey {
    private final @Nullable String[] values;

    EntityKey(int columns) {
        values = new String[columns];
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
        String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(text));
        return '"' + (isWellFormed(text) ? quoted : spelledOut(quoted)) + '"';
    }

    private static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(EntityKey::isLone);
    }

    private static boolean isLone(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** Half of a surrogate pair has no UTF-8: written as it is, all of them would become one and the same question mark. */
    private static String spelledOut(String text) {
        var spelled = new StringBuilder();
        text.codePoints().forEach(codePoint -> {
            if (isLone(codePoint)) {
                spelled.append("\\u").append(String.format("%04x", codePoint));
            } else {
                spelled.appendCodePoint(codePoint);
            }
        });
        return spelled.toString();
    }

    /** The key, once every column has its value. */
    @Override
    public String toString() {
        return "[" + String.join(",", values) + "]";
    }
}
