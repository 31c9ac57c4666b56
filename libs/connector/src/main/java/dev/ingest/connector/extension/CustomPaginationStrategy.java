package dev.ingest.connector.extension;

import dev.ingest.expression.Value;
import java.util.Optional;

/** Stands in a paginator's {@code pagination_strategy}; its {@code page_size} is that of the manifest. */
@FunctionalInterface
public non-sealed interface CustomPaginationStrategy extends Extension {
    /** The token of the page after this one; none after the last. A loop without progress is stopped. */
    Optional<Value> next(SeenPage page, Value.Dict config);

    /** The token of the first page, where its request has one. */
    default Optional<Value> first(Value.Dict config) {
        return Optional.empty();
    }

    /**
     * A page that was read.
     *
     * @param token it was asked for with
     * @param records before any filter
     * @param last of its records as they are given on
     */
    record SeenPage(Reply reply, Optional<Value> token, long records, Optional<Value.Dict> last) {}
}
