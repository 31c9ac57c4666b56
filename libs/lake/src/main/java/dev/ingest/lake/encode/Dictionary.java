package dev.ingest.lake.encode;

import java.util.Arrays;

/** The different values of a column chunk, each written once and numbered in the order in which they came. */
final class Dictionary {

    /** Beyond either, values repeat too seldom to be worth their numbers. */
    private static final int VALUES_MAX = 1 << 15;

    private static final int BYTES_MAX = 1 << 20;

    static final int FULL = -1;

    /** The values as a plain page has them. */
    private byte[] plain = new byte[1 << 10];

    private int length;
    private int[] starts = new int[64];
    private int size;

    /** Numbers by hash, one more than they are; a power of two. */
    private int[] table = new int[128];

    private int[] hashes = new int[64];

    int size() {
        return size;
    }

    byte[] plain() {
        return plain;
    }

    int length() {
        return length;
    }

    /** The number of a value of a fixed width in bytes, or {@link #FULL}. */
    int ofNumber(long value, int width) {
        long mixed = value * 0x9E3779B97F4A7C15L;
        int hash = (int) (mixed >>> 32);
        int slot = hash & table.length - 1;
        while (table[slot] != 0) {
            int number = table[slot] - 1;
            if (hashes[number] == hash && number(starts[number], width) == value) {
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
        return add(hash, width);
    }

    private long number(int at, int width) {
        return width == Long.BYTES ? Words.at(plain, at) : Words.intAt(plain, at);
    }

    /** The number of a text, or {@link #FULL}. */
    int ofBytes(byte[] bytes, int from, int size) {
        int hash = hash(bytes, from, size);
        int slot = hash & table.length - 1;
        while (table[slot] != 0) {
            int number = table[slot] - 1;
            if (hashes[number] == hash && isAt(starts[number], bytes, from, size)) {
                return number;
            }
            slot = slot + 1 & table.length - 1;
        }
        if (!hasRoom(size + Integer.BYTES)) {
            return FULL;
        }
        Words.putInt(plain, length, size);
        System.arraycopy(bytes, from, plain, length + Integer.BYTES, size);
        return add(hash, size + Integer.BYTES);
    }

    private boolean isAt(int at, byte[] bytes, int from, int size) {
        int start = at + Integer.BYTES;
        return Words.intAt(plain, at) == size && Arrays.equals(plain, start, start + size, bytes, from, from + size);
    }

    private static int hash(byte[] bytes, int from, int size) {
        long hash = size;
        int at = from;
        for (; at + Long.BYTES <= from + size; at += Long.BYTES) {
            hash = (hash ^ Words.at(bytes, at)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        hash = (hash ^ Words.padded(bytes, at, from + size - at)) * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32);
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

    private int add(int hash, int width) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
            table = new int[table.length * 2];
            for (int i = 0; i < size; i++) {
                table[free(hashes[i])] = i + 1;
            }
        }
        starts[size] = length;
        hashes[size] = hash;
        length += width;
        table[free(hash)] = ++size;
        return size - 1;
    }

    private int free(int hash) {
        int slot = hash & table.length - 1;
        while (table[slot] != 0) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    /** How many bits the greatest number takes. */
    int bits() {
        return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(size - 1));
    }
}
