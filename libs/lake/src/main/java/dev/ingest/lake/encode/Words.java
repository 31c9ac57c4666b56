package dev.ingest.lake.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes at a time. */
final class Words {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private Words() {}

    /** The first of the eight bytes is the lowest. */
    static long at(byte[] bytes, int index) {
        return (long) LONGS.get(bytes, index);
    }

    static void put(byte[] bytes, int index, long word) {
        LONGS.set(bytes, index, word);
    }

    static int intAt(byte[] bytes, int index) {
        return (int) INTS.get(bytes, index);
    }

    static void putInt(byte[] bytes, int index, int word) {
        INTS.set(bytes, index, word);
    }

    /** Marks what is not plain within a text: a quote, a backslash, a control character, a byte beyond ASCII; exact up to the first. */
    static long notPlain(long word) {
        long quote = word ^ QUOTES;
        long backslash = word ^ BACKSLASHES;
        return (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | (word - SPACES) | word) & HIGHS;
    }

    /** The index of the first mark. */
    static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /** The bytes from an index on as a word, filled up with zeros. */
    static long padded(byte[] bytes, int from, int length) {
        long word = 0;
        for (int i = 0; i < Math.min(length, Long.BYTES); i++) {
            word |= (bytes[from + i] & 0xFFL) << (i << 3);
        }
        return word;
    }
}
