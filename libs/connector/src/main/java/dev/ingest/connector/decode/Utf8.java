package dev.ingest.connector.decode;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** Finds bytes that are no UTF-8 where a parser of JSON would pass them on: surrogates, and characters in more bytes than they need. */
final class Utf8 {
    private static final int WINDOW = 8 * 1024;

    private Utf8() {}

    /** @throws DecodeException naming the first byte at fault */
    static void check(byte[] bytes) {
        byte any = 0;
        for (byte each : bytes) {
            any |= each;
        }
        if (any < 0) {
            decode(bytes);
        }
    }

    private static void decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(WINDOW);
        while (true) {
            var result = decoder.decode(in, out.clear(), true);
            if (result.isError()) {
                throw new DecodeException("is not UTF-8 at byte " + in.position());
            }
            if (result.isUnderflow()) {
                return;
            }
        }
    }
}
