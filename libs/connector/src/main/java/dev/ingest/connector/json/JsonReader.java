package dev.ingest.connector.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.ingest.expression.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tokens to values; names of fields are shared by all objects of a text. */
final class JsonReader {
    static final int MAX_NESTING = 200;
    private static final int MAX_STRING = 64 * 1024 * 1024;
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxStringLength(MAX_STRING)
                    .build())
            .build();

    /** Told of each object that was read, and where its text lies. */
    @FunctionalInterface
    interface Listener {
        Listener NONE = (object, depth, from, to) -> {};

        void read(Value.Dict object, int depth, int from, int to);
    }

    private final Listener listener;
    private final Map<String, Value.Str> names = new HashMap<>();

    JsonReader() {
        this(Listener.NONE);
    }

    JsonReader(Listener listener) {
        this.listener = listener;
    }

    /** The parser's own message quotes the text, which may be anything, secrets included. */
    static JsonSyntaxException invalid(JsonProcessingException cause) {
        // what breaks a limit, such as that of the depth, says so without a place
        return cause.getLocation() == null
                ? new JsonSyntaxException("is beyond a limit: " + cause.getOriginalMessage())
                : new JsonSyntaxException(
                        "is not JSON at byte " + Math.max(0, cause.getLocation().getByteOffset()));
    }

    static int tokenStart(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Behind the token that was read last, which must be the end of an object or list. */
    static int tokenEnd(JsonParser parser) {
        return tokenStart(parser) + 1;
    }

    Value.Str name(JsonParser parser) throws IOException {
        return names.computeIfAbsent(parser.currentName(), Value.Str::new);
    }

    /** Reads the value whose first token is the current one. */
    Value read(JsonParser parser, int depth) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser, depth);
            case START_ARRAY -> array(parser, depth);
            case VALUE_STRING -> Value.of(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> new Value.Float(parser.getDoubleValue());
            case VALUE_TRUE -> Value.TRUE;
            case VALUE_FALSE -> Value.FALSE;
            case VALUE_NULL -> Value.NONE;
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException(token.name());
        };
    }

    private static Value integer(JsonParser parser) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? new Value.Int(parser.getBigIntegerValue())
                : Value.of(parser.getLongValue());
    }

    private Value object(JsonParser parser, int depth) throws IOException {
        int from = listener.equals(Listener.NONE) ? 0 : tokenStart(parser);
        Map<Value, Value> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Value.Str name = name(parser);
            parser.nextToken();
            entries.put(name, read(parser, depth + 1));
        }
        Value.Dict object = new Value.Dict(entries);
        if (!listener.equals(Listener.NONE)) {
            listener.read(object, depth, from, tokenEnd(parser));
        }
        return object;
    }

    private Value array(JsonParser parser, int depth) throws IOException {
        List<Value> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(read(parser, depth + 1));
        }
        return new Value.Items(values);
    }
}
