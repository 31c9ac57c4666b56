package dev.ingest.connector.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** Finds bytes that are no UTF-8 where a parser of JSON would pass them on: surrogates, and characters in more bytes than they need. */
public final class Utf8 {
    private static final int WINDOW = 8 * 1024;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Utf8() {}

    /** @throws DecodeException naming the first byte at fault */
    public static void check(byte[] bytes) {
        if (!isAscii(bytes)) {
            decode(bytes);
        }
    }

    /** Eight bytes at a time: most pages are ASCII, and every page is looked at. */
    private static boolean isAscii(byte[] bytes) {
        long any = 0;
        int at = 0;
        for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
            any |= (long) LONGS.get(bytes, at);
        }
        for (; at < bytes.length; at++) {
            any |= bytes[at];
        }
        return (any & HIGH_BITS) == 0;
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
