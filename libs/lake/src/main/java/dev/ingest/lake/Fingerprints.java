package dev.ingest.lake;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;

/**
 * 64 bits of each of some keys, to tell most other keys apart from them without looking at more. What seems to be among them
 * has to be compared: two keys may share their bits.
 */
final class Fingerprints {

    private static final long PRIME = 0x9E3779B97F4A7C15L;

    /** A slot that is free; a fingerprint of this value lies in the next. */
    private static final long FREE = 0;

    /** Eight bits for a slot of 64. */
    private static final int BITS_PER_SLOT_SHARE = 8;

    private static final int LOG_LONG_BITS = 6;

    private final long[] slots;
    private final int mask;

    /** One bit for each: an eighth of the slots' size, so that it stays near the processor. */
    private final long[] bits;

    private final int bitsShift;

    Fingerprints(Collection<?> keys) {
        // at most half full, so that a search ends after a step or two
        int size = Math.max(16, Integer.highestOneBit(Math.max(1, keys.size())) << 2);
        this.slots = new long[size];
        this.mask = size - 1;
        this.bits = new long[size / BITS_PER_SLOT_SHARE];
        this.bitsShift = Long.SIZE - Integer.numberOfTrailingZeros(bits.length) - LOG_LONG_BITS;
        for (Object key : keys) {
            add(of(key));
        }
    }

    boolean mayContain(long fingerprint) {
        long wanted = notFree(fingerprint);
        int bit = (int) (wanted >>> bitsShift);
        if ((bits[bit >> LOG_LONG_BITS] & 1L << bit) == 0) {
            return false;
        }
        for (int slot = (int) wanted & mask; slots[slot] != FREE; slot = (slot + 1) & mask) {
            if (slots[slot] == wanted) {
                return true;
            }
        }
        return false;
    }

    /** Of a key as {@link Keys} makes it. */
    static long of(Object key) {
        if (key instanceof List<?> parts) {
            long all = 0;
            for (Object part : parts) {
                all = and(all, part == null ? 0 : RawColumn.fingerprint(part));
            }
            return all;
        }
        return and(0, RawColumn.fingerprint(key));
    }

    /** Of a key's parts so far and the next one. */
    static long and(long all, long part) {
        long mixed = (Long.rotateLeft(all, 29) ^ part) * PRIME;
        mixed = (mixed ^ (mixed >>> 32)) * PRIME;
        return mixed ^ (mixed >>> 29);
    }

    /** Of bytes in little-endian order. */
    static long of(ByteBuffer bytes) {
        long all = bytes.remaining();
        int at = bytes.position();
        for (; at + Long.BYTES <= bytes.limit(); at += Long.BYTES) {
            all = (Long.rotateLeft(all, 27) ^ bytes.getLong(at)) * PRIME;
        }
        long tail = 0;
        for (; at < bytes.limit(); at++) {
            tail = (tail << Byte.SIZE) | (bytes.get(at) & 0xFF);
        }
        all = (Long.rotateLeft(all, 27) ^ tail) * PRIME;
        return all ^ (all >>> 31);
    }

    private void add(long fingerprint) {
        long wanted = notFree(fingerprint);
        int slot = (int) wanted & mask;
        while (slots[slot] != FREE && slots[slot] != wanted) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = wanted;
        int bit = (int) (wanted >>> bitsShift);
        bits[bit >> LOG_LONG_BITS] |= 1L << bit;
    }

    private static long notFree(long fingerprint) {
        return fingerprint == FREE ? 1 : fingerprint;
    }
}
