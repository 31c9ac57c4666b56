package dev.ingest.lake.encode;

import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that are nowhere in the records as they stand: unescaped texts, decoded binaries. Kept in blocks, so that growing copies
 * nothing; a place is 31 bits wide, which holds eight batches of the greatest size.
 */
final class Arena {

    private static final int BLOCK_BITS = 16;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int BLOCKS_MAX = Integer.MAX_VALUE >>> BLOCK_BITS;

    /** A block longer than usual takes several places in the list, so that a place still tells its block. */
    private final List<byte[]> blocks = new ArrayList<>();

    /** Where the last block starts, as a place, and how much of it is in use. */
    private int start;

    private int used;

    /** Makes room for so many bytes in one block; what is then written at {@link #position} of {@link #block} stays. */
    int reserve(int length) {
        // no value starts beyond its block's first place, of which alone a place tells the block
        if (blocks.isEmpty() || used >= BLOCK || used + (long) length > blocks.getLast().length) {
            int places = Math.max(1, (int) (((long) length + BLOCK - 1) >>> BLOCK_BITS));
            if (blocks.size() + places > BLOCKS_MAX) {
                throw new IllegalStateException(
                        "a batch with more than %d bytes of unescaped text".formatted(Integer.MAX_VALUE));
            }
            byte[] block = new byte[places << BLOCK_BITS];
            // all but the last place are reached by none: what is written starts in the first
            for (int i = 0; i < places; i++) {
                blocks.add(block);
            }
            start = (blocks.size() - places) << BLOCK_BITS;
            used = 0;
        }
        return start + used;
    }

    /** Keeps what was written into the room, which may be less than was reserved. */
    void keep(int length) {
        used += length;
    }

    int put(byte[] bytes, int from, int length) {
        int place = reserve(length);
        System.arraycopy(bytes, from, block(place), position(place), length);
        keep(length);
        return place;
    }

    /** Of all blocks. */
    long length() {
        return (long) blocks.size() << BLOCK_BITS;
    }

    byte[] block(int place) {
        return blocks.get(place >>> BLOCK_BITS);
    }

    static int position(int place) {
        return place & (BLOCK - 1);
    }
}
