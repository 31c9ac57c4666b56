package dev.ingest.connector.decode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows of CSV, read as Python's {@code csv} reads its default dialect: a quote inside a field that does not begin with
 * one is an ordinary character, and what follows a closing quote belongs to the field.
 */
final class CsvReader {
    private static final char QUOTE = '"';
    private static final int END = -1;

    private final UniversalLines text;
    private final char delimiter;
    private final int charactersMax;
    private final StringBuilder field = new StringBuilder();
    private int characters;

    CsvReader(UniversalLines text, char delimiter, int charactersMax) {
        this.text = text;
        this.delimiter = delimiter;
        this.charactersMax = charactersMax;
    }

    /** The next row, which is empty for a blank line; none at the end of the text. */
    Optional<List<String>> next() throws IOException {
        int c = text.read();
        if (c == END) {
            return Optional.empty();
        }
        List<String> row = new ArrayList<>();
        characters = 0;
        if (c == '\n') {
            return Optional.of(row);
        }
        while (true) {
            field.setLength(0);
            int end = c == QUOTE ? quoted() : plain(c);
            row.add(field.toString());
            if (end != delimiter) {
                return Optional.of(row);
            }
            c = text.read();
        }
    }

    /** Reads on to the character that ends the field. */
    private int plain(int first) throws IOException {
        int c = first;
        while (c != delimiter && c != '\n' && c != END) {
            append(c);
            c = text.read();
        }
        return c;
    }

    private int quoted() throws IOException {
        while (true) {
            int c = text.read();
            if (c == END) {
                return END;
            }
            if (c != QUOTE) {
                append(c);
                continue;
            }
            int after = text.read();
            if (after != QUOTE) {
                return plain(after);
            }
            append(QUOTE);
        }
    }

    private void append(int c) {
        if (++characters > charactersMax) {
            throw DecodeException.tooLarge("a row", charactersMax, "maxRecordBytes");
        }
        field.append((char) c);
    }
}
