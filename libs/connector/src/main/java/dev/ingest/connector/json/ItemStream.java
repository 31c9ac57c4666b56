package dev.ingest.connector.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Walks through a JSON text of any size to the elements of one list. A place is named as ijson names it: the fields'
 * names joined by dots, {@code item} for a list's elements.
 */
public final class ItemStream {
    /** Where an element lies, in bytes from the beginning. */
    public record Place(long from, long to) {}

    /** @param inner the prefix of a list's elements, or what comes before the names of an object's fields */
    private record Level(String inner, boolean list) {}

    private final JsonParser parser;
    private final String wanted;
    private final LongConsumer passed;
    private final Deque<Level> levels = new ArrayDeque<>();
    private String field = "";
    private boolean started;

    private ItemStream(JsonParser parser, String path, LongConsumer passed) {
        this.parser = parser;
        this.wanted = path + ".item";
        this.passed = passed;
    }

    /** @param passed is told up to where the text is of no more use */
    public static ItemStream open(InputStream in, String path, LongConsumer passed) throws IOException {
        return new ItemStream(JsonReader.FACTORY.createParser(in), path, passed);
    }

    public Optional<Place> next() throws IOException, JsonSyntaxException {
        try {
            return walk();
        } catch (JsonProcessingException invalid) {
            throw JsonReader.invalid(invalid);
        }
    }

    private Optional<Place> walk() throws IOException, JsonSyntaxException {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            started = true;
            passed.accept(parser.currentTokenLocation().getByteOffset());
            if (token == JsonToken.FIELD_NAME) {
                field = parser.currentName();
            } else if (token.isStructEnd()) {
                levels.pop();
            } else {
                String prefix = prefix();
                if (prefix.equals(wanted)) {
                    return Optional.of(place());
                }
                enter(token, prefix);
            }
        }
        if (!started) {
            throw new JsonSyntaxException("is empty");
        }
        return Optional.empty();
    }

    private void enter(JsonToken token, String prefix) {
        if (token == JsonToken.START_ARRAY) {
            levels.push(new Level(prefix.isEmpty() ? "item" : prefix + ".item", true));
        } else if (token == JsonToken.START_OBJECT) {
            levels.push(new Level(prefix.isEmpty() ? "" : prefix + ".", false));
        }
    }

    private String prefix() {
        Level parent = levels.peek();
        if (parent == null) {
            return "";
        }
        return parent.list() ? parent.inner() : parent.inner() + field;
    }

    private Place place() throws IOException {
        long from = parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
            return new Place(from, parser.currentTokenLocation().getByteOffset() + 1);
        }
        parser.finishToken();
        return new Place(from, parser.currentLocation().getByteOffset());
    }
}
