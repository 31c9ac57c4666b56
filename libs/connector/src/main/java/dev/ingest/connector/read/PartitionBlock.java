package dev.ingest.connector.read;

import java.util.ArrayList;
import java.util.List;

/**
 * Partitions that follow each other. Where a block ends is decided by its last member, not by a count: one that is new,
 * gone or elsewhere changes the blocks it is and was in, and no other.
 */
final class PartitionBlock {
    /** Members of a block in the mean; a power of two. */
    static final int MEAN = 256;

    /** Members at most, whoever the last one is: so many are held in memory to be compared. */
    static final int MAX = 4 * MEAN;

    private final List<Long> members = new ArrayList<>();
    private long digest;

    /** @return whether the block ends here */
    boolean add(DonePartitions.Id id) {
        long mixed = mixed(id.asLong());
        members.add(id.asLong());
        digest += mixed;
        return (mixed >>> 32 & (MEAN - 1)) == 0 || members.size() == MAX;
    }

    /** Of all members, whatever their order. */
    long digest() {
        return digest;
    }

    List<Long> members() {
        return members;
    }

    /** So that the digests of a block's members do not add up to those of another's. */
    private static long mixed(long id) {
        long mixed = (id ^ id >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
