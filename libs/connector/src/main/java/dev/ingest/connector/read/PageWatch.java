package dev.ingest.connector.read;

import dev.ingest.expression.Value;
import java.util.Optional;

/** What a cursor has to say while pages are read. */
interface PageWatch {
    PageWatch NONE = new PageWatch() {
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
    };

    /** Whether {@link #admits} refuses any: only then is it asked. */
    boolean filters();

    /** Whether a record belongs to what is read; asked where the filter is, so paginators do not see the others. */
    boolean admits(Value.Dict record);

    /** Whether a page that ends with this record shows that those behind it hold nothing new. */
    boolean isPast(Selected last);

    /** The greatest cursor value of the records given on so far, in the cursor's format. */
    Optional<Value> seen();
}
