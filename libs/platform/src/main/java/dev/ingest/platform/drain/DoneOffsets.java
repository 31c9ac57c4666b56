package dev.ingest.platform.drain;

import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which messages of a partition are done: everything before an offset, and some beyond it. The offset is the group's; what is
 * beyond travels in the commit's own metadata, as a bit for each offset from the group's on, so that nothing is done again only
 * because something before it took longer.
 */
final class DoneOffsets {
    /** Furthest mark beyond the offset: its text stays well below the 4,096 characters that a broker takes by default. */
    static final int REACH = 16_384;

    private final SortedSet<Long> open = new TreeSet<>();
    private final SortedSet<Long> beyond = new TreeSet<>();
    private long next;
    private long last = -1;

    /** @param next the group's offset */
    DoneOffsets(long next) {
        this.next = next;
    }

    /** @throws IllegalArgumentException if the text is none of ours */
    DoneOffsets(long next, String metadata) {
        this(next);
        BitSet marks = BitSet.valueOf(Base64.getDecoder().decode(metadata));
        marks.stream().forEach(mark -> beyond.add(next + mark));
    }

    /** Everything before is done. */
    long next() {
        return next;
    }

    /** A message is met; whether it is still to be done. */
    boolean meet(long offset) {
        boolean toDo = offset >= next && !beyond.contains(offset);
        if (toDo) {
            open.add(offset);
        } else if (open.isEmpty()) {
            moveTo(offset + 1);
        }
        last = Math.max(last, offset);
        return toDo;
    }

    /** Messages are done that were met. */
    void done(Collection<Long> offsets) {
        offsets.forEach(open::remove); // a set's removeAll may look through the whole list for each of its own
        beyond.addAll(offsets);
        moveTo(open.isEmpty() ? last + 1 : open.first());
    }

    private void moveTo(long offset) {
        next = Math.max(next, offset);
        beyond.headSet(next).clear();
    }

    /** What is done beyond the offset, as the commit's metadata. */
    String metadata() {
        var marks = new BitSet();
        beyond.headSet(next + REACH).forEach(offset -> marks.set(Math.toIntExact(offset - next)));
        return Base64.getEncoder().encodeToString(marks.toByteArray());
    }
}
