package dev.ingest.connector.read;

import dev.ingest.expression.Value;
import java.util.List;
import java.util.Optional;

/** Watches the cursor values of the records of one range, as its pages come. */
interface RangeCursor extends PageWatch {
    /** The records to give on; one without a readable cursor value is always kept. */
    List<Selected> accept(List<Selected> records);

    /** The range is read to its end. */
    void close();

    /** Nothing to watch. */
    RangeCursor NONE = new RangeCursor() {
        @Override
        public List<Selected> accept(List<Selected> records) {
            return records;
        }

        @Override
        public boolean filters() {
            return false;
        }

        @Override
        public boolean admits(Value.Dict record) {
            return true;
        }

        @Override
        public boolean isPast(Selected last) {
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
