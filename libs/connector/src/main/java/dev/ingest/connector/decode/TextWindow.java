package dev.ingest.connector.decode;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Passes bytes on and remembers the latest, so that what a parser has found in them can be had as it was. Of an object or list
 * that is larger than the window its beginning is kept, and what was read last.
 */
final class TextWindow extends InputStream {
    private static final int INITIAL = 16 * 1024;

    /** What a parser reads ahead of the element it is at. */
    static final int READ_AHEAD = 64 * 1024;

    private final InputStream in;
    private final int bytesMax;
    private byte[] window = new byte[INITIAL];
    private long start;
    private int length;
    private Optional<byte[]> head = Optional.empty();

    /** @param bytesMax of what may lie between what was forgotten and what was read last */
    TextWindow(InputStream in, int bytesMax) {
        this.in = in;
        this.bytesMax = bytesMax;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        int read = in.read(target, offset, count);
        if (read > 0) {
            remember(target, offset, read);
        }
        return read;
    }

    private void remember(byte[] bytes, int offset, int count) {
        if (length + (long) count > bytesMax) {
            keepHead();
            drop(Math.max(0, length - READ_AHEAD));
        }
        if (length + count > window.length) {
            window = Arrays.copyOf(window, Math.max(window.length * 2, length + count));
        }
        System.arraycopy(bytes, offset, window, length, count);
        length += count;
    }

    /** Nothing before this offset will be asked for. */
    void forgetUpTo(long offset) {
        if (offset >= start) {
            head = Optional.empty();
        }
        drop((int) Math.min(length, Math.max(0, offset - start)));
    }

    private void keepHead() {
        if (head.isPresent()) {
            return;
        }
        // What is no object or list has to be held by the parser too, and can be no record.
        if (window[0] != '{' && window[0] != '[') {
            throw DecodeException.tooLarge("an element", bytesMax, "maxRecordBytes");
        }
        head = Optional.of(Oversized.cut(Arrays.copyOf(window, length)));
    }

    private void drop(int gone) {
        System.arraycopy(window, gone, window, 0, length - gone);
        start += gone;
        length -= gone;
    }

    /** What is there of a text that begins where nothing is forgotten: all of it, or its first bytes. */
    byte[] head(long from, long to) {
        return from >= start ? between(from, to) : head.orElseThrow();
    }

    byte[] between(long from, long to) {
        return Arrays.copyOfRange(window, (int) (from - start), (int) (to - start));
    }
}
