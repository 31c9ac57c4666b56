package dev.ingest.connector.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON as plain Java values, independent of the code under test; equal values give equal text. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    static @Nullable Object parse(byte[] text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            return value(parser);
        } catch (IOException invalid) {
            throw new UncheckedIOException(invalid);
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_STRING, FIELD_NAME, END_OBJECT, END_ARRAY, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                parser.getText();
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    /** Without blanks, keys sorted. */
    static String text(@Nullable Object value) {
        return write(value, true);
    }

    /** Without blanks, keys in their order. */
    static String ordered(@Nullable Object value) {
        return write(value, false);
    }

    private static String write(@Nullable Object value, boolean sorted) {
        StringBuilder out = new StringBuilder();
        write(value, sorted, out);
        return out.toString();
    }

    private static void write(@Nullable Object value, boolean sorted, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> object(map, sorted, out);
            case List<?> list -> array(list, sorted, out);
            case Number number -> out.append(number);
            case Boolean flag -> out.append(flag);
            default -> quoted(value.toString(), out);
        }
    }

    private static void object(Map<?, ?> map, boolean sorted, StringBuilder out) {
        Map<String, @Nullable Object> entries = sorted ? new TreeMap<>() : new LinkedHashMap<>();
        map.forEach((key, each) -> entries.put(String.valueOf(key), each));
        String separator = "";
        out.append('{');
        for (var entry : entries.entrySet()) {
            quoted(entry.getKey(), out.append(separator));
            write(entry.getValue(), sorted, out.append(':'));
            separator = ",";
        }
        out.append('}');
    }

    private static void array(List<?> list, boolean sorted, StringBuilder out) {
        String separator = "";
        out.append('[');
        for (Object each : list) {
            write(each, sorted, out.append(separator));
            separator = ",";
        }
        out.append(']');
    }

    private static void quoted(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }
}
