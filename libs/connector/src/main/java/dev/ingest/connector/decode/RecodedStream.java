package dev.ingest.connector.decode;

import dev.ingest.connector.manifest.TextEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text in any encoding as characters, or as bytes in UTF-8, without holding it. */
final class RecodedStream extends InputStream {
    private static final int BUFFER = 16 * 1024;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Reader reader;
    private final char[] characters = new char[BUFFER];
    private byte[] bytes = new byte[0];
    private int position;

    private RecodedStream(Reader reader) {
        this.reader = reader;
    }

    /** What is not in the encoding is an error when it is read. */
    static Reader reader(InputStream in, TextEncoding encoding) throws IOException {
        InputStream text = encoding.skipsMark() ? withoutMark(in) : in;
        return new InputStreamReader(
                text,
                encoding.charset()
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    static InputStream utf8(InputStream in, TextEncoding encoding) throws IOException {
        boolean asItIs = encoding.charset().equals(StandardCharsets.UTF_8);
        return asItIs ? encoding.skipsMark() ? withoutMark(in) : in : new RecodedStream(reader(in, encoding));
    }

    private static InputStream withoutMark(InputStream in) throws IOException {
        PushbackInputStream text = new PushbackInputStream(in, MARK.length);
        byte[] first = text.readNBytes(MARK.length);
        if (!Arrays.equals(first, MARK)) {
            text.unread(first);
        }
        return text;
    }

    @Override
    public int read() throws IOException {
        return position < bytes.length || fill() ? bytes[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (position == bytes.length && !fill()) {
            return -1;
        }
        int count = Math.min(length, bytes.length - position);
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        int count = reader.read(characters, 0, characters.length - 1);
        if (count < 0) {
            return false;
        }
        if (Character.isHighSurrogate(characters[count - 1])) {
            int low = reader.read();
            if (low >= 0) {
                characters[count++] = (char) low;
            }
        }
        bytes = new String(characters, 0, count).getBytes(StandardCharsets.UTF_8);
        position = 0;
        return true;
    }
}
