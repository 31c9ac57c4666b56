package dev.ingest.connector.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Bytes up to the next end of a line, which does not belong to it. */
final class LineReader {
    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final int bytesMax;
    private final boolean carriageReturns;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int position;
    private int filled;
    private boolean skipsLineFeed;

    /** @param carriageReturns whether a carriage return, with or without a line feed after it, ends a line as well */
    LineReader(InputStream in, int bytesMax, boolean carriageReturns) {
        this.in = in;
        this.bytesMax = bytesMax;
        this.carriageReturns = carriageReturns;
    }

    Optional<byte[]> next() throws IOException {
        line.reset();
        boolean any = false;
        while (true) {
            if (position == filled && !fill()) {
                return any ? Optional.of(line.toByteArray()) : Optional.empty();
            }
            if (skipsLineFeed) {
                skipsLineFeed = false;
                position += buffer[position] == '\n' ? 1 : 0;
                continue;
            }
            any = true;
            int end = endOfLine();
            append(end);
            if (end < filled) {
                skipsLineFeed = buffer[end] == '\r';
                position = end + 1;
                return Optional.of(line.toByteArray());
            }
        }
    }

    private int endOfLine() {
        int end = position;
        while (end < filled && buffer[end] != '\n' && !(carriageReturns && buffer[end] == '\r')) {
            end++;
        }
        return end;
    }

    private void append(int end) {
        if (line.size() + (long) end - position > bytesMax) {
            throw DecodeException.tooLarge("a line", bytesMax, "maxRecordBytes");
        }
        line.write(buffer, position, end - position);
        position = end;
    }

    private boolean fill() throws IOException {
        filled = Math.max(0, in.read(buffer));
        position = 0;
        return filled > 0;
    }
}
