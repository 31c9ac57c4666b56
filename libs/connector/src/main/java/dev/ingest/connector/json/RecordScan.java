package dev.ingest.connector.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.ingest.expression.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what lies at a path of a JSON text, in one pass that builds no objects for it: a page of records is passed on as
 * the bytes it came in. What lies around it becomes values only if asked for.
 */
public final class RecordScan {
    /**
     * What lies at the path.
     *
     * @param several whether a list lies there, whose elements these are; otherwise it is one value
     */
    public record Found(List<RawJson> elements, boolean several) {
        static final Found NOTHING = new Found(List.of(), false);
    }

    private final RawJson text;
    private final List<String> path;
    private final boolean wantsRoot;
    private final JsonReader reader = new JsonReader();
    private Found found = Found.NOTHING;
    private Optional<Value> root = Optional.empty();

    private RecordScan(RawJson text, List<String> path, boolean wantsRoot) {
        this.text = text;
        this.path = path;
        this.wantsRoot = wantsRoot;
    }

    /**
     * @param path names of fields, or positions in lists
     * @param wantsRoot whether {@link #root} will be asked for
     */
    public static RecordScan of(RawJson text, List<String> path, boolean wantsRoot) throws JsonSyntaxException {
        RecordScan scan = new RecordScan(text, path, wantsRoot);
        scan.run();
        return scan;
    }

    /** The elements of a list at the root; one text that is none is its own only element. */
    public static List<RawJson> split(RawJson text) throws JsonSyntaxException {
        Found all = of(text, List.of(), false).found();
        return all.several() ? all.elements() : List.of(text);
    }

    public Found found() {
        return found;
    }

    /** The whole text as a value. */
    public Value root() {
        return root.orElseThrow(() -> new IllegalStateException("the scan was not asked for its root"));
    }

    private void run() throws JsonSyntaxException {
        try (JsonParser parser = text.parser()) {
            if (parser.nextToken() == null) {
                throw new JsonSyntaxException("is empty");
            }
            root = at(parser, 0);
            if (parser.nextToken() != null) {
                throw new JsonSyntaxException("goes on after its end at byte " + JsonReader.tokenStart(parser));
            }
        } catch (JsonProcessingException invalid) {
            throw JsonReader.invalid(invalid);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Goes on along the path; the value it reads on the way, if wanted. */
    private Optional<Value> at(JsonParser parser, int depth) throws IOException {
        if (depth == path.size()) {
            return target(parser);
        }
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return object(parser, depth);
        }
        return parser.currentToken() == JsonToken.START_ARRAY ? array(parser, depth) : aside(parser);
    }

    private Optional<Value> aside(JsonParser parser) throws IOException {
        if (wantsRoot) {
            return Optional.of(reader.read(parser, 0));
        }
        parser.skipChildren();
        return Optional.empty();
    }

    private Optional<Value> object(JsonParser parser, int depth) throws IOException {
        Map<Value, Value> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean onPath = parser.currentName().equals(path.get(depth));
            Optional<Value.Str> name = wantsRoot ? Optional.of(reader.name(parser)) : Optional.empty();
            parser.nextToken();
            Optional<Value> value = onPath ? again(parser, depth + 1) : aside(parser);
            name.ifPresent(key -> value.ifPresent(entry -> entries.put(key, entry)));
        }
        return wantsRoot ? Optional.of(new Value.Dict(entries)) : Optional.empty();
    }

    /** Of a name that stands twice in an object the last counts. */
    private Optional<Value> again(JsonParser parser, int depth) throws IOException {
        found = Found.NOTHING;
        return at(parser, depth);
    }

    private Optional<Value> array(JsonParser parser, int depth) throws IOException {
        List<Value> values = new ArrayList<>();
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            boolean onPath = path.get(depth).equals(Integer.toString(i));
            (onPath ? at(parser, depth + 1) : aside(parser)).ifPresent(values::add);
        }
        return wantsRoot ? Optional.of(new Value.Items(values)) : Optional.empty();
    }

    private Optional<Value> target(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            RawJson only = element(parser);
            found = new Found(List.of(only), false);
            return wantsRoot ? Optional.of(only.checkedValue()) : Optional.empty();
        }
        List<RawJson> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(element(parser));
        }
        found = new Found(elements, true);
        return wantsRoot ? Optional.of(new Value.Items(new LazyRecords(elements))) : Optional.empty();
    }

    private RawJson element(JsonParser parser) throws IOException {
        int from = JsonReader.tokenStart(parser);
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
            return text.part(from, JsonReader.tokenEnd(parser));
        }
        parser.finishToken();
        return text.part(from, (int) parser.currentLocation().getByteOffset());
    }
}
