package dev.ingest.connector.read;

/** Digests in as little memory as a set of a million of them may take: an open-addressed table, half full at most. */
final class LongSet {
    private static final int FIRST_SIZE = 64;

    private long[] table = new long[FIRST_SIZE];
    private int size;
    /** Zero marks a free place. */
    private boolean zero;

    /** @return whether it was not there before */
    boolean add(long digest) {
        if (digest == 0) {
            boolean added = !zero;
            zero = true;
            return added;
        }
        int place = place(table, digest);
        if (table[place] == digest) {
            return false;
        }
        table[place] = digest;
        if (++size > table.length / 2) {
            grow();
        }
        return true;
    }

    /** Where it is, or where it belongs. */
    private static int place(long[] table, long digest) {
        int place = Long.hashCode(digest) & (table.length - 1);
        while (table[place] != 0 && table[place] != digest) {
            place = place + 1 & (table.length - 1);
        }
        return place;
    }

    private void grow() {
        long[] larger = new long[table.length * 2];
        for (long digest : table) {
            if (digest != 0) {
                larger[place(larger, digest)] = digest;
            }
        }
        table = larger;
    }
}
