package dev.ingest.connector.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Numbers that some servers write and JSON does not have (RFC 8259, section 6). A field with one has no value: null keeps its record
 * and all others of the page.
 */
public final class SpecialNumbers {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final List<byte[]> WORDS = List.of(ascii("NaN"), ascii("Infinity"), ascii("-Infinity"));

    private final byte[] text;
    private final ByteArrayOutputStream out;
    private int at;
    private boolean found;

    private SpecialNumbers(byte[] text) {
        this.text = text;
        this.out = new ByteArrayOutputStream(text.length + NULL.length);
    }

    private static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    /** The text with null in their places; none if there are none. */
    public static Optional<RawJson> asNull(RawJson text) {
        SpecialNumbers numbers = new SpecialNumbers(text.bytes());
        numbers.run();
        return numbers.found ? Optional.of(RawJson.of(numbers.out.toByteArray())) : Optional.empty();
    }

    private void run() {
        boolean inString = false;
        while (at < text.length) {
            byte b = text[at];
            Optional<byte[]> word = inString ? Optional.empty() : word();
            if (word.isPresent()) {
                found = true;
                out.writeBytes(NULL);
                at += word.get().length;
                continue;
            }
            if (inString && b == '\\' && at + 1 < text.length) {
                out.write(b);
                at++;
            }
            inString = (b == '"') != inString;
            out.write(text[at++]);
        }
    }

    private Optional<byte[]> word() {
        byte b = text[at];
        return b == 'N' || b == 'I' || b == '-'
                ? WORDS.stream().filter(this::isHere).findFirst()
                : Optional.empty();
    }

    private boolean isHere(byte[] word) {
        for (int i = 0; i < word.length; i++) {
            if (at + i >= text.length || text[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }
}
