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
    private static final long ZEROS = ONES * '0';

    /** Where pairs of digits are, with a separator between each. */
    private static final long PAIRS = 0xFFFF_00FFFF_00FFFFL;

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

    /** The first eight bytes as numbers that are in the order of unsigned bytes. */
    static long signedHead(byte[] bytes, int from, int length) {
        return Long.reverseBytes(prefix(bytes, from, length)) ^ Long.MIN_VALUE;
    }

    /** The first eight bytes as a word, or all of them filled up with zeros. */
    static long prefix(byte[] bytes, int from, int length) {
        if (from + Long.BYTES > bytes.length) {
            return padded(bytes, from, length);
        }
        long word = at(bytes, from);
        // a shift by 64 would be one by none
        return length >= Long.BYTES ? word : length == 0 ? 0 : word & -1L >>> (Long.BYTES - length << 3);
    }

    /** How many of the eight bytes are digits, up to the first that is none. */
    static int digits(long word) {
        long marks = notDigits(word ^ ZEROS);
        return marks == 0 ? Long.BYTES : first(marks);
    }

    /** Marks bytes that are more than nine; exact up to the first. */
    private static long notDigits(long values) {
        return ((values + ONES * (0x7F - 9)) | values) & HIGHS;
    }

    /** The number that the first one to eight bytes are the digits of. */
    static long number(long word, int digits) {
        long values = (word ^ ZEROS) << (Long.SIZE - (digits << 3));
        // ones and tens, then hundreds, then tens of thousands: neighbours are added up side by side
        long pairs = values * 10 + (values >>> 8);
        return ((pairs & 0xFF_000000FFL) * (100 + (1_000_000L << 32))
                        + (pairs >>> 16 & 0xFF_000000FFL) * (1 + (10_000L << 32)))
                >>> 32;
    }

    /** What is not there: no three pairs. */
    static final long NONE = -1;

    /**
     * Three pairs of digits between two separators ({@code 26-03-10}, {@code 12:00:59}) as numbers, in the bytes 0, 3 and 6;
     * {@link #NONE} for anything else.
     */
    static long pairs(long word, char separator) {
        long values = word ^ (ZEROS & PAIRS | ONES * separator & ~PAIRS);
        if ((values & ~PAIRS | notDigits(values)) != 0) {
            return NONE;
        }
        return values * 10 + (values >>> 8);
    }
}
