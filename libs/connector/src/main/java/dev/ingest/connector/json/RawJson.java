package dev.ingest.connector.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ingest.expression.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * A piece of JSON text in UTF-8: its own bytes, and its value for whoever asks. Each value it gives is a new one, which
 * may be changed.
 */
public final class RawJson {
    private final byte[] text;
    private final int from;
    private final int to;

    RawJson(byte[] text, int from, int to) {
        this.text = text;
        this.from = from;
        this.to = to;
    }

    /** @param text is not copied, and not looked at before it is needed: it may turn out not to be JSON */
    public static RawJson of(byte[] text) {
        return of(text, 0, text.length);
    }

    public static RawJson of(byte[] text, int from, int to) {
        return new RawJson(text, from, to);
    }

    /** Without the blanks around it. */
    public static RawJson trimmed(byte[] text) {
        int from = 0;
        int to = text.length;
        while (from < to && isBlank(text[from])) {
            from++;
        }
        while (to > from && isBlank(text[to - 1])) {
            to--;
        }
        return new RawJson(text, from, to);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    public int length() {
        return to - from;
    }

    public boolean isObject() {
        return from < to && text[from] == '{';
    }

    /** Whether it is an object without fields. */
    public boolean isEmptyObject() {
        for (int i = from + 1; i < to; i++) {
            if (!isBlank(text[i])) {
                return text[i] == '}';
            }
        }
        return false;
    }

    public boolean isList() {
        return from < to && text[from] == '[';
    }

    byte[] bytes() {
        return Arrays.copyOfRange(text, from, to);
    }

    JsonParser parser() throws IOException {
        return JsonReader.FACTORY.createParser(text, from, to - from);
    }

    /** A part, by offsets from this text's beginning. */
    RawJson part(int start, int end) {
        return new RawJson(text, from + start, from + end);
    }

    /** Reads it whole. */
    @SuppressWarnings("UnusedException") // bytes in memory do not fail to be read; the other quotes the text
    public Value value() throws JsonSyntaxException {
        try (JsonParser parser = parser()) {
            if (parser.nextToken() == null) {
                throw new JsonSyntaxException("is empty");
            }
            Value value = new JsonReader().read(parser, 0);
            if (parser.nextToken() != null) {
                throw new JsonSyntaxException("goes on after its end at byte " + JsonReader.tokenStart(parser));
            }
            return value;
        } catch (JsonProcessingException invalid) {
            throw JsonReader.invalid(invalid);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The value of a text that a scan has been through. */
    public Value checkedValue() {
        try {
            return value();
        } catch (JsonSyntaxException impossible) {
            throw new IllegalStateException("JSON that was read before " + impossible.problem(), impossible);
        }
    }

    /** The text's own bytes where it lies on one line; otherwise without the blanks between its tokens. */
    public byte[] line() {
        for (int i = from; i < to; i++) {
            if (text[i] == '\n' || text[i] == '\r') {
                return withoutBlanks();
            }
        }
        return Arrays.copyOfRange(text, from, to);
    }

    private byte[] withoutBlanks() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
        boolean inString = false;
        for (int i = from; i < to; i++) {
            byte b = text[i];
            if (inString && b == '\\') {
                out.write(b);
                out.write(text[++i]);
                continue;
            }
            inString = (b == '"') != inString;
            if (inString || !isBlank(b)) {
                out.write(b);
            }
        }
        return out.toByteArray();
    }
}
