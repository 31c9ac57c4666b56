package dev.ingest.connector.decode;

import java.io.IOException;
import java.io.Reader;

/** Characters in which every end of a line is a line feed, as Python reads text; -1 at the end. */
final class UniversalLines {
    private static final int BUFFER = 16 * 1024;

    private final Reader reader;
    private final char[] buffer = new char[BUFFER];
    private int position;
    private int filled;
    private boolean afterReturn;

    UniversalLines(Reader reader) {
        this.reader = reader;
    }

    int read() throws IOException {
        int c = raw();
        if (afterReturn && c == '\n') {
            c = raw();
        }
        afterReturn = c == '\r';
        return afterReturn ? '\n' : c;
    }

    private int raw() throws IOException {
        if (position == filled) {
            filled = Math.max(0, reader.read(buffer));
            position = 0;
            if (filled == 0) {
                return -1;
            }
        }
        return buffer[position++];
    }
}
