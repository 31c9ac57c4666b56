package dev.ingest.connector.read;

import dev.ingest.expression.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far one pass over a stream has come: what is to be read of each partition, and the state that comes of it. A pass
 * may be interrupted and go on elsewhere by its {@link #progress()}. Used by one thread at a time.
 */
interface Incremental {
    /** Whether a partition that comes twice is read once. */
    boolean isDistinct();

    /** The ranges to read of a partition, oldest first; none where nothing is left of it. */
    List<CursorRange> open(Partition partition);

    /** @param seen what earlier pages of the range showed */
    RangeCursor range(CursorRange range, Optional<Value> seen);

    /** The partition opened last is read to its end. */
    void close();

    /** What to save once everything is read; empty where the saved state stays as it is. */
    Optional<Value> state(Optional<Value> parents);

    /** What this pass has learnt so far; goes back into {@link #resume}. */
    Value progress();

    void resume(Value progress);

    /** A stream that has no cursor. */
    final class Never implements Incremental {
        /** How the field's own runtime says that a stream was read and has no cursor. */
        static final Value STATE = Value.dict(Map.of("__ab_no_cursor_state_message", Value.TRUE));

        private final boolean says;

        /** @param says whether the end of a read leaves a state at all */
        Never(boolean says) {
            this.says = says;
        }

        @Override
        public boolean isDistinct() {
            return false;
        }

        @Override
        public List<CursorRange> open(Partition partition) {
            return List.of(CursorRange.UNBOUNDED);
        }

        @Override
        public RangeCursor range(CursorRange range, Optional<Value> seen) {
            return RangeCursor.NONE;
        }

        @Override
        public void close() {}

        @Override
        public Optional<Value> state(Optional<Value> parents) {
            return says ? Optional.of(STATE) : Optional.empty();
        }

        @Override
        public Value progress() {
            return Value.NONE;
        }

        @Override
        public void resume(Value progress) {}
    }
}
