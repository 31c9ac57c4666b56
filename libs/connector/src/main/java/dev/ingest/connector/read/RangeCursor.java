package dev.ingest.connector.read;

import dev.ingest.expression.Value;
import java.util.List;
import java.util.Optional;

/** Watches the cursor values of the records of one range, as its pages come. */
interface RangeCursor {
    /** The records to give on; one without a readable cursor value is always kept. */
    List<Selection.Selected> accept(List<Selection.Selected> records);

    /** Whether a page shows that those behind it hold nothing new. */
    boolean isPast(List<Selection.Selected> records);

    /** The greatest value seen so far, as checkpoints write it. */
    Optional<Value> seen();

    /** The range is read to its end. */
    void close();

    /** Nothing to watch. */
    RangeCursor NONE = new RangeCursor() {
        @Override
        public List<Selection.Selected> accept(List<Selection.Selected> records) {
            return records;
        }

        @Override
        public boolean isPast(List<Selection.Selected> records) {
            return false;
        }

        @Override
        public Optional<Value> seen() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    };
}
