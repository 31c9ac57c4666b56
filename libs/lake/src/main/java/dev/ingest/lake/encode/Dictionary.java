package dev.ingest.lake.encode;

import java.util.Arrays;

/** The different values of a column chunk, each written once and numbered in the order in which they came. */
final class Dictionary {

    /** Beyond either, values repeat too seldom to be worth their numbers. */
    private static final int VALUES_MAX = 1 << 15;

    private static final int BYTES_MAX = 1 << 20;

    static final int FULL = -1;

    private static final long PRIME = 0x9E3779B97F4A7C15L;

    /** The values as a plain page has them. */
    private byte[] plain = new byte[1 << 10];

    private int length;
    /** Where each begins, and where the next one will. */
    private int[] starts = new int[64];

    private int size;

    /** Of each: a number itself; a text's bytes, or a hash of more than eight. */
    private long[] words = new long[64];

    /** Numbers by word, one more than they are; a power of two. */
    private int[] table = new int[128];

    /** The last page in which a value came, by its number. */
    private int[] pageOf = new int[64];

    private int page = 1;

    int size() {
        return size;
    }

    /** Bytes of memory. */
    long held() {
        return plain.length
                + (long) Long.BYTES * words.length
                + (long) Integer.BYTES * (starts.length + table.length + pageOf.length);
    }

    byte[] plain() {
        return plain;
    }

    int length() {
        return length;
    }

    /** The number of a value of a fixed width in bytes, or {@link #FULL}. */
    int ofNumber(long value, int width) {
        int slot = slot(value);
        while (table[slot] != 0) {
            int number = table[slot] - 1;
            if (words[number] == value) {
                return number;
            }
            slot = slot + 1 & table.length - 1;
        }
        if (!hasRoom(width)) {
            return FULL;
        }
        if (width == Long.BYTES) {
            Words.put(plain, length, value);
        } else {
            Words.putInt(plain, length, (int) value);
        }
        return add(value, width);
    }

    /** The number of a text, or {@link #FULL}. */
    int ofBytes(byte[] bytes, int from, int size) {
        long word = size <= Long.BYTES ? Words.prefix(bytes, from, size) : hash(bytes, from, size);
        int slot = slot(word);
        while (table[slot] != 0) {
            int number = table[slot] - 1;
            if (words[number] == word && isText(number, bytes, from, size)) {
                return number;
            }
            slot = slot + 1 & table.length - 1;
        }
        if (!hasRoom(size + Integer.BYTES)) {
            return FULL;
        }
        Words.putInt(plain, length, size);
        System.arraycopy(bytes, from, plain, length + Integer.BYTES, size);
        return add(word, size + Integer.BYTES);
    }

    /** Whether a text whose word is the same is the same. */
    private boolean isText(int number, byte[] bytes, int from, int size) {
        int start = starts[number] + Integer.BYTES;
        int end = starts[number + 1];
        return end - start == size
                && (size <= Long.BYTES || Arrays.equals(plain, start, end, bytes, from, from + size));
    }

    /** The texts of some numbers, as far as they are new to the page. */
    void see(int[] numbers, int from, int count, TextRange range) {
        for (int i = from; i < from + count; i++) {
            int number = numbers[i];
            if (pageOf[number] != page) {
                pageOf[number] = page;
                int at = starts[number];
                range.see(plain, at + Integer.BYTES, Words.intAt(plain, at));
            }
        }
    }

    /** What comes now is of another page. */
    void nextPage() {
        page++;
    }

    private static long hash(byte[] bytes, int from, int size) {
        long hash = size;
        int last = from + size - Long.BYTES;
        for (int at = from; at < last; at += Long.BYTES) {
            hash = (hash ^ Words.at(bytes, at)) * PRIME;
            hash ^= hash >>> 29;
        }
        // the last eight bytes, some of which may have been in the word before
        hash = (hash ^ Words.at(bytes, last)) * PRIME;
        return hash ^ hash >>> 32;
    }

    private boolean hasRoom(int more) {
        if (size == VALUES_MAX || length + (long) more > BYTES_MAX) {
            return false;
        }
        if (length + more + Long.BYTES > plain.length) {
            plain = Arrays.copyOf(plain, Math.max(plain.length * 2, length + more + Long.BYTES));
        }
        return true;
    }

    private int add(long word, int width) {
        if (size + 1 == starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
            words = Arrays.copyOf(words, words.length * 2);
            pageOf = Arrays.copyOf(pageOf, pageOf.length * 2);
            table = new int[table.length * 2];
            for (int i = 0; i < size; i++) {
                table[free(words[i])] = i + 1;
            }
        }
        words[size] = word;
        length += width;
        table[free(word)] = ++size;
        starts[size] = length;
        return size - 1;
    }

    private int free(long word) {
        int slot = slot(word);
        while (table[slot] != 0) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private int slot(long word) {
        return (int) (word * PRIME >>> 32) & table.length - 1;
    }

    /** How many bits the greatest number takes. */
    int bits() {
        return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(size - 1));
    }
}
