package dev.ingest.connector.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.ingest.expression.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One JSON text read in one pass; objects at the asked depths keep the place of their own bytes. */
public final class JsonDocument {
    private static final int MAX_NESTING = 200;
    private static final int MAX_STRING = 64 * 1024 * 1024;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxStringLength(MAX_STRING)
                    .build())
            .build();

    private record Place(int from, int to) {}

    private final byte[] bytes;
    private final int leastDepth;
    private final int mostDepth;
    private final Map<Value, Place> places = new IdentityHashMap<>();
    private final Map<String, Value.Str> names = new HashMap<>();
    private final Value root;

    private JsonDocument(byte[] bytes, int leastDepth, int mostDepth) throws IOException, JsonSyntaxException {
        this.bytes = bytes;
        this.leastDepth = leastDepth;
        this.mostDepth = mostDepth;
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() == null) {
                throw new JsonSyntaxException("is empty");
            }
            this.root = read(parser, 0);
            if (parser.nextToken() != null) {
                throw new JsonSyntaxException("goes on after its end at byte "
                        + parser.currentTokenLocation().getByteOffset());
            }
        } catch (JsonProcessingException invalid) {
            // The parser's own message quotes the text, which may be anything, secrets included.
            throw new JsonSyntaxException(
                    "is not JSON at byte " + Math.max(0, invalid.getLocation().getByteOffset()));
        }
    }

    /**
     * @param bytes UTF-8
     * @param leastDepth nesting of the objects whose bytes are remembered: 0 is the root
     */
    @SuppressWarnings("UnusedException") // bytes in memory do not fail to be read
    public static JsonDocument parse(byte[] bytes, int leastDepth, int mostDepth) throws JsonSyntaxException {
        try {
            return new JsonDocument(bytes, leastDepth, mostDepth);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public static Value value(byte[] bytes) throws JsonSyntaxException {
        return parse(bytes, 0, -1).root();
    }

    public Value root() {
        return root;
    }

    /** The object's own bytes where they are known and fit on one line. */
    public Optional<byte[]> bytesOf(Value value) {
        Place place = places.get(value);
        if (place == null) {
            return Optional.empty();
        }
        for (int i = place.from(); i < place.to(); i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                return Optional.empty();
            }
        }
        byte[] own = new byte[place.to() - place.from()];
        System.arraycopy(bytes, place.from(), own, 0, own.length);
        return Optional.of(own);
    }

    private Value read(JsonParser parser, int depth) throws IOException {
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
        int from = (int) parser.currentTokenLocation().getByteOffset();
        Map<Value, Value> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Value.Str name = names.computeIfAbsent(parser.currentName(), Value.Str::new);
            parser.nextToken();
            entries.put(name, read(parser, depth + 1));
        }
        Value.Dict object = new Value.Dict(entries);
        if (depth >= leastDepth && depth <= mostDepth) {
            places.put(
                    object, new Place(from, (int) parser.currentTokenLocation().getByteOffset() + 1));
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
