package dev.ingest.connector.decode;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Passes bytes on and remembers the latest, so that what a parser has found in them can be had as it was. */
final class TextWindow extends InputStream {
    private static final int INITIAL = 16 * 1024;

    private final InputStream in;
    private final int bytesMax;
    private byte[] window = new byte[INITIAL];
    private long start;
    private int length;

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
            throw DecodeException.tooLarge("an element", bytesMax, "maxRecordBytes");
        }
        if (length + count > window.length) {
            window = Arrays.copyOf(window, Math.max(window.length * 2, length + count));
        }
        System.arraycopy(bytes, offset, window, length, count);
        length += count;
    }

    /** Nothing before this offset will be asked for. */
    void forgetUpTo(long offset) {
        int gone = (int) Math.min(length, Math.max(0, offset - start));
        System.arraycopy(window, gone, window, 0, length - gone);
        start += gone;
        length -= gone;
    }

    byte[] between(long from, long to) {
        return Arrays.copyOfRange(window, (int) (from - start), (int) (to - start));
    }
}
