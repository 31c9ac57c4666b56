package dev.ingest.connector.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Bytes up to the next end of a line, which does not belong to it. Of a line over the limit only the first ones are held. */
final class LineReader {
    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final int bytesMax;
    private final boolean carriageReturns;
    private final byte[] buffer = new byte[BUFFER];
    private ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long length;
    private int position;
    private int filled;
    private boolean skipsLineFeed;

    /**
     * @param bytes of the line; only its first ones if it is not whole
     * @param length in bytes, of all of it
     * @param bytesMax that it may have
     */
    record Line(byte[] bytes, long length, int bytesMax) {
        boolean isWhole() {
            return length <= bytesMax;
        }

        Body tooLarge() {
            return new Body.TooLarge(Oversized.of("a line", bytes, length, "bytes", bytesMax));
        }
    }

    /** @param carriageReturns whether a carriage return, with or without a line feed after it, ends a line as well */
    LineReader(InputStream in, int bytesMax, boolean carriageReturns) {
        this.in = in;
        this.bytesMax = bytesMax;
        this.carriageReturns = carriageReturns;
    }

    Optional<Line> next() throws IOException {
        line.reset();
        length = 0;
        boolean any = false;
        while (true) {
            if (position == filled && !fill()) {
                return any ? Optional.of(line()) : Optional.empty();
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
                return Optional.of(line());
            }
        }
    }

    private Line line() {
        return new Line(line.toByteArray(), length, bytesMax);
    }

    private int endOfLine() {
        int end = position;
        while (end < filled && buffer[end] != '\n' && !(carriageReturns && buffer[end] == '\r')) {
            end++;
        }
        return end;
    }

    private void append(int end) {
        boolean wasWhole = length <= bytesMax;
        length += end - position;
        if (wasWhole) {
            line.write(buffer, position, end - position);
            if (length > bytesMax) {
                cut();
            }
        }
        position = end;
    }

    private void cut() {
        byte[] start = Oversized.cut(line.toByteArray());
        line = new ByteArrayOutputStream();
        line.writeBytes(start);
    }

    private boolean fill() throws IOException {
        filled = Math.max(0, in.read(buffer));
        position = 0;
        return filled > 0;
    }
}
