package dev.ingest.connector.decode;

import java.util.Arrays;

/**
 * A record over a limit. It is put aside, and never held whole where it arrives piece by piece.
 *
 * @param start its first bytes, at most {@link #KEPT_BYTES_MAX}; not copied, so not to be changed
 * @param reason how large it is, and how large it may be; it quotes nothing of it
 */
public record Oversized(byte[] start, String reason) {
    /** Enough to see which record it is. */
    public static final int KEPT_BYTES_MAX = 256 * 1024;

    /**
     * One that is known from its beginning.
     *
     * @param what it is of its response, with an article
     * @param bytes its first ones; more than are kept are cut off
     * @param size of the whole, in units
     * @param unit what size and limit count
     */
    public static Oversized of(String what, byte[] bytes, long size, String unit, int limit) {
        byte[] start = cut(bytes);
        return new Oversized(
                start,
                "%s of %d %s (expected: at most %d, maxRecordBytes); of it, the first %d bytes are kept"
                        .formatted(what, size, unit, limit, start.length));
    }

    /**
     * One that is beyond another limit than that of its size.
     *
     * @param what it is, behind "a record"
     */
    public static Oversized unread(byte[] record, String what) {
        byte[] start = cut(record);
        return new Oversized(start, "a record %s; of it, the first %d bytes are kept".formatted(what, start.length));
    }

    static byte[] cut(byte[] bytes) {
        return bytes.length <= KEPT_BYTES_MAX ? bytes : Arrays.copyOf(bytes, KEPT_BYTES_MAX);
    }
}
