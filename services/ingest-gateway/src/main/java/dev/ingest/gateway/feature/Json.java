package dev.ingest.gateway.feature;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** JSON over bytes: UTF-8 only, so that a token's position is a position in the bytes. */
final class Json {
    /** Objects and arrays within each other. No record may be as deep, and each level costs memory. */
    static final int DEPTH_MAX = 1000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            // Names come from callers: interned ones would outlive the call.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // A length beyond all measure is one record's error, and not the post's: whoever reads a value looks at it.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Json() {}

    static JsonParser parser(byte[] bytes, int from, int length) throws IOException {
        return FACTORY.createParser(bytes, from, length);
    }

    /** Where the current token starts, counted from where the parser started. */
    static int tokenStart(JsonParser json) {
        return Math.toIntExact(json.currentTokenLocation().getByteOffset());
    }

    /** Behind the current token, counted from where the parser started. */
    static int position(JsonParser json) {
        return Math.toIntExact(json.currentLocation().getByteOffset());
    }

    /**
     * Reads to the end of the current value, and all of it: what is malformed further down fails here. Goes nowhere from the end of an
     * object or array that was read.
     */
    static void skip(JsonParser json) throws IOException {
        if (json.currentToken().isStructEnd()) {
            return;
        }
        int depth = 0;
        while (true) {
            JsonToken token = json.currentToken();
            json.finishToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            if (depth == 0) {
                return;
            }
            if (json.nextToken() == null) {
                throw new IllegalStateException("a parser at its end inside a value");
            }
        }
    }

    /** A value's kind in the words of an error message. */
    static String kind(@Nullable JsonToken token) {
        return switch (token) {
            case null -> "nothing";
            case START_OBJECT, END_OBJECT -> "object";
            case START_ARRAY, END_ARRAY -> "array";
            case VALUE_STRING -> "string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            case VALUE_TRUE, VALUE_FALSE -> "boolean";
            case VALUE_NULL -> "null";
            case FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "nothing";
        };
    }

    /** The refusal of a body that is no JSON; without the body's text, which may be anything. */
    static IngestException malformed(JacksonException cause) {
        return new IngestException(
                ErrorCode.INVALID_ARGUMENT,
                "body: not valid JSON at line %d, column %d: %s"
                        .formatted(
                                cause.getLocation() == null
                                        ? 0
                                        : cause.getLocation().getLineNr(),
                                cause.getLocation() == null
                                        ? 0
                                        : cause.getLocation().getColumnNr(),
                                cause.getOriginalMessage()),
                cause);
    }
}
