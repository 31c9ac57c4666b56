package dev.ingest.connector.decode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    private List<String> cells = new ArrayList<>();
    private long characters;
    private Optional<byte[]> start = Optional.empty();

    /**
     * @param cells none for a blank line, or for a row over the limit
     * @param oversized the row, if it is over the limit
     */
    record Row(List<String> cells, Optional<Oversized> oversized) {
        boolean isBlank() {
            return cells.isEmpty() && oversized.isEmpty();
        }

        /** The cells of a row without which no other can be read. */
        List<String> names() {
            oversized.ifPresent(row -> {
                throw DecodeException.tooLarge("a first row", row.reason());
            });
            return cells;
        }
    }

    CsvReader(UniversalLines text, char delimiter, int charactersMax) {
        this.text = text;
        this.delimiter = delimiter;
        this.charactersMax = charactersMax;
    }

    /** The next row; none at the end of the text. */
    Optional<Row> next() throws IOException {
        int c = text.read();
        if (c == END) {
            return Optional.empty();
        }
        cells = new ArrayList<>();
        start = Optional.empty();
        characters = 0;
        if (c == '\n') {
            return Optional.of(row());
        }
        while (true) {
            field.setLength(0);
            int end = c == QUOTE ? quoted() : plain(c);
            if (start.isEmpty()) {
                cells.add(field.toString());
            }
            if (end != delimiter) {
                return Optional.of(row());
            }
            count();
            c = text.read();
        }
    }

    private Row row() {
        return new Row(
                cells, start.map(bytes -> Oversized.of("a row", bytes, characters, "characters", charactersMax)));
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
        if (count()) {
            field.append((char) c);
        }
    }

    /** Whether the row may have one character more; of one over the limit only the beginning is held. */
    private boolean count() {
        characters++;
        if (characters > charactersMax && start.isEmpty()) {
            start = Optional.of(beginning());
            cells = new ArrayList<>();
            field.setLength(0);
            field.trimToSize();
        }
        return start.isEmpty();
    }

    /** As it stood there, but for quotes. */
    private byte[] beginning() {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < cells.size() && row.length() < Oversized.KEPT_BYTES_MAX; i++) {
            row.append(cells.get(i)).append(delimiter);
        }
        row.append(field, 0, Math.min(field.length(), Oversized.KEPT_BYTES_MAX));
        return Oversized.cut(row.toString().getBytes(StandardCharsets.UTF_8));
    }
}
