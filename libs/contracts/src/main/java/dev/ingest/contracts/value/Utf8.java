package dev.ingest.contracts.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** UTF-8 as RFC 3629 has it. */
public final class Utf8 {

    private static final int MALFORMED = -1;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Utf8() {}

    /** The index of the first byte that is no character's, or -1. */
    public static int malformed(byte[] bytes, int from, int to) {
        int at = asciiEnd(bytes, from, to);
        while (at < to) {
            int length = bytes[at] >= 0 ? 1 : length(bytes, at, to);
            if (length < 0) {
                return at;
            }
            at += length;
        }
        return MALFORMED;
    }

    /** A place up to which there is nothing but ASCII; near the first other byte. Most bodies have none. */
    private static int asciiEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at + Long.BYTES <= to && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        return at;
    }

    /** The length of the sequence that starts here with a byte beyond ASCII, or -1: neither overlong forms nor surrogates are characters. */
    public static int length(byte[] bytes, int at, int limit) {
        int lead = bytes[at] & 0xFF;
        int length = lead < 0xC2 ? MALFORMED : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : MALFORMED;
        if (length < 0 || at + length > limit) {
            return MALFORMED;
        }
        int second = bytes[at + 1] & 0xFF;
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return MALFORMED;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return MALFORMED;
            }
        }
        return length;
    }
}
