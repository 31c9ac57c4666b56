package dev.ingest.connector.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.ingest.expression.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/** One JSON text read in one pass into values; its objects remember their own bytes. */
public final class JsonDocument {
    private final Map<Value, RawJson> texts = new IdentityHashMap<>();
    private final Value root;

    private JsonDocument(RawJson text) throws IOException, JsonSyntaxException {
        JsonReader reader = new JsonReader((object, depth, from, to) -> texts.put(object, text.part(from, to)));
        try (JsonParser parser = text.parser()) {
            if (parser.nextToken() == null) {
                throw new JsonSyntaxException("is empty");
            }
            this.root = reader.read(parser, 0);
            if (parser.nextToken() != null) {
                throw new JsonSyntaxException("goes on after its end at byte " + JsonReader.tokenStart(parser));
            }
        } catch (JsonProcessingException invalid) {
            throw JsonReader.invalid(invalid);
        }
    }

    @SuppressWarnings("UnusedException") // bytes in memory do not fail to be read
    public static JsonDocument parse(RawJson text) throws JsonSyntaxException {
        try {
            return new JsonDocument(text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** @param bytes UTF-8 */
    public static Value value(byte[] bytes) throws JsonSyntaxException {
        return RawJson.of(bytes).value();
    }

    /** Whether bytes are the beginning of a JSON text that has no end in them. */
    @SuppressWarnings("UnusedException") // what else is wrong with them is of no interest here
    public static boolean isCutOff(byte[] bytes) {
        try (JsonParser parser = RawJson.of(bytes).parser()) {
            parser.nextToken();
            parser.skipChildren();
            return false;
        } catch (JsonEOFException cut) {
            return true;
        } catch (IOException other) {
            return false;
        }
    }

    public Value root() {
        return root;
    }

    /** The text of an object of this document; none for any other value. */
    public Optional<RawJson> textOf(Value value) {
        return Optional.ofNullable(texts.get(value));
    }
}
