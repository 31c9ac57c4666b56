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
    private final boolean onOneLine;

    /** @param onOneLine whether it is known to lie on one line */
    private RawJson(byte[] text, int from, int to, boolean onOneLine) {
        this.text = text;
        this.from = from;
        this.to = to;
        this.onOneLine = onOneLine;
    }

    /** @param text is not copied, and not looked at before it is needed: it may turn out not to be JSON */
    public static RawJson of(byte[] text) {
        return of(text, 0, text.length);
    }

    public static RawJson of(byte[] text, int from, int to) {
        return new RawJson(text, from, to, false);
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
        return new RawJson(text, from, to, false);
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

    JsonParser parser() throws IOException {
        return JsonReader.FACTORY.createParser(text, from, to - from);
    }

    JsonScanner scanner() {
        return new JsonScanner(text, from, to);
    }

    /** A part, by offsets from this text's beginning. */
    RawJson part(int start, int end) {
        return part(start, end, onOneLine);
    }

    RawJson part(int start, int end, boolean knownToLieOnOneLine) {
        return new RawJson(text, from + start, from + end, knownToLieOnOneLine);
    }

    /** Whether it, a string, says this. */
    boolean says(String expected, byte[] expectedBytes) {
        if (Arrays.equals(text, from + 1, to - 1, expectedBytes, 0, expectedBytes.length)) {
            // A backslash in the text begins an escape, so that it says something else.
            return expected.indexOf('\\') < 0;
        }
        boolean mayHaveEscapes = to - from - 2 > expectedBytes.length;
        return mayHaveEscapes && checkedValue() instanceof Value.Str(var said) && said.equals(expected);
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
        return onOneLine || !hasLineBreak() ? bytes() : withoutBlanks();
    }

    /** As it came. */
    byte[] bytes() {
        return Arrays.copyOfRange(text, from, to);
    }

    private boolean hasLineBreak() {
        for (int i = from; i < to; i++) {
            if (text[i] == '\n' || text[i] == '\r') {
                return true;
            }
        }
        return false;
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
