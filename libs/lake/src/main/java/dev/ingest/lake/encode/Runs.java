package dev.ingest.lake.encode;

import java.util.Arrays;

/** Small numbers as Parquet's hybrid of runs of the same number and of packed bits; used again for all pages of a file. */
final class Runs {

    /** Numbers are packed in groups of as many. */
    private static final int GROUP = 8;

    private static final int VARINT_MAX = 5;

    private byte[] bytes = new byte[1 << 10];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Some numbers below two to the power of {@code width}. */
    void numbers(int[] numbers, int count, int width) {
        int literals = 0;
        for (int at = 0; at < count; ) {
            int end = sameUntil(numbers, at, count);
            if (end - at < GROUP) {
                at += GROUP;
                continue;
            }
            pack(numbers, literals, at, width);
            same(numbers[at], end - at, width);
            at = end;
            literals = end;
        }
        pack(numbers, literals, count, width);
    }

    private static int sameUntil(int[] numbers, int from, int limit) {
        int end = from + 1;
        while (end < limit && numbers[end] == numbers[from]) {
            end++;
        }
        return end;
    }

    /** One number, so many times. */
    void same(int number, int times, int width) {
        reserve(VARINT_MAX + Integer.BYTES);
        varint(times << 1);
        for (int shift = 0; shift < width; shift += Byte.SIZE) {
            bytes[length++] = (byte) (number >>> shift);
        }
    }

    /** Packed bits that are so already, eight in a byte. */
    void bits(byte[] packed, int from, int to) {
        if (from < to) {
            reserve(VARINT_MAX + to - from);
            varint((to - from) << 1 | 1);
            System.arraycopy(packed, from, bytes, length, to - from);
            length += to - from;
        }
    }

    private void pack(int[] numbers, int from, int to, int width) {
        if (from >= to) {
            return;
        }
        int groups = (to - from + GROUP - 1) / GROUP;
        reserve(VARINT_MAX + groups * width + Long.BYTES);
        varint(groups << 1 | 1);
        int end = length + groups * width;
        long word = 0;
        int used = 0;
        int at = length;
        for (int i = from; i < to; i++) {
            word |= (long) numbers[i] << used;
            used += width;
            if (used >= Integer.SIZE) {
                Words.putInt(bytes, at, (int) word);
                at += Integer.BYTES;
                word >>>= Integer.SIZE;
                used -= Integer.SIZE;
            }
        }
        Words.put(bytes, at, word);
        at += Integer.BYTES;
        if (at < end) {
            // the last group's numbers that are none
            Arrays.fill(bytes, at, end, (byte) 0);
        }
        length = end;
    }

    private void varint(int number) {
        int rest = number;
        while ((rest & ~0x7F) != 0) {
            bytes[length++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
