package dev.ingest.writer.drain;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** What a drain holds of one table's messages, in their order. For the drain's own thread. */
final class TableQueue {
    private final TableKey table;
    private final Deque<Incoming.OfTable> waiting = new ArrayDeque<>();
    private List<Incoming.OfTable> turn = List.of();
    private long held;
    private boolean passedOver;

    TableQueue(TableKey table) {
        this.table = table;
    }

    TableKey table() {
        return table;
    }

    /** Whether a message may still be taken: none overtakes one that was passed over. */
    boolean takes(long tableMax) {
        passedOver |= held >= tableMax;
        return !passedOver;
    }

    void add(Incoming.OfTable message) {
        waiting.add(message);
        held += message.held();
    }

    boolean isReady() {
        return turn.isEmpty() && !waiting.isEmpty();
    }

    boolean isEmpty() {
        return turn.isEmpty() && waiting.isEmpty();
    }

    /** When the first that waits was written, in milliseconds. */
    long since() {
        return waiting.getFirst().message().timestamp();
    }

    /** What waits; it is this turn's. */
    List<Incoming.OfTable> begin() {
        turn = List.copyOf(waiting);
        waiting.clear();
        return turn;
    }

    /**
     * The turn is over.
     *
     * @param left what is not done of it
     * @return what is done
     */
    List<Incoming.OfTable> end(List<Incoming.OfTable> left) {
        Set<Object> undone = Collections.newSetFromMap(new IdentityHashMap<>());
        undone.addAll(left);
        List<Incoming.OfTable> done =
                turn.stream().filter(message -> !undone.contains(message)).toList();
        turn = List.of();
        left.reversed().forEach(waiting::addFirst);
        held -= done.stream().mapToLong(Incoming.OfTable::held).sum();
        return done;
    }

    /**
     * Nothing of it can be done now.
     *
     * @return how many bytes are held no more
     */
    long giveUp() {
        long given = held;
        turn = List.of();
        waiting.clear();
        held = 0;
        passedOver = true;
        return given;
    }
}
