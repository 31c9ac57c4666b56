package dev.ingest.connector.extension;

import dev.ingest.expression.Value;
import java.util.Optional;

/**
 * Stands where an error handler may; {@code max_retries} and {@code backoff_strategies} beside it stay. No answer at all
 * is tried again without asking.
 */
@FunctionalInterface
public non-sealed interface CustomErrorHandler extends Extension {
    /** What an answer means; none for what its status usually means. */
    Optional<Meaning> meaning(Reply reply, Value.Dict config);

    /** @param message for the user, where it fails */
    record Meaning(Action action, Optional<String> message) {}

    enum Action {
        SUCCESS,
        RETRY,
        FAIL,
        /** Nothing comes of it, and no more pages. */
        IGNORE,
        RATE_LIMITED,
        RESET_PAGINATION,
        REFRESH_TOKEN_THEN_RETRY
    }
}
