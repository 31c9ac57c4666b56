package dev.ingest.connector.extension;

import dev.ingest.expression.Value;
import java.util.List;
import java.util.Optional;

/**
 * Stands in a stream's {@code retriever}, whose {@code partition_router} and {@code record_selector} stay: cursor, filter
 * and transformations work as ever.
 */
@FunctionalInterface
public non-sealed interface CustomRetriever extends Extension {
    /**
     * Reads one page of a slice. A read that has to stop goes on later, in another process, with the token it stands at.
     *
     * @param slice the partition's fields and the bounds of the cursor's range
     * @param token what the page before gave; none for the first
     */
    Retrieved page(Value.Dict slice, Optional<Value> token, Access access);

    /** @param next page's token; none after the last */
    record Retrieved(List<Value.Dict> records, Optional<Value> next) {}
}
