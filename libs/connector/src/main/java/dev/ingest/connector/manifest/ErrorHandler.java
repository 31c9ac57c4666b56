package dev.ingest.connector.manifest;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a response means, and how long to wait before trying again. */
public sealed interface ErrorHandler {
    record DefaultErrorHandler(List<ResponseFilter> filters, Optional<Interpolated> maxRetries, List<Backoff> backoffs)
            implements ErrorHandler {}

    /** Asked in order; only a verdict that is not a failure ends the search. */
    record CompositeErrorHandler(List<ErrorHandler> handlers) implements ErrorHandler {}

    enum Action {
        SUCCESS,
        RETRY,
        FAIL,
        IGNORE,
        RATE_LIMITED,
        RESET_PAGINATION,
        REFRESH_TOKEN_THEN_RETRY
    }

    enum FailureType {
        SYSTEM_ERROR,
        CONFIG_ERROR,
        TRANSIENT_ERROR
    }

    /** Matches by status, or by predicate, or by a part of the error's text. */
    record ResponseFilter(
            Optional<Action> action,
            Optional<FailureType> failureType,
            Set<Integer> codes,
            Optional<Interpolated> predicate,
            Optional<String> messageContains,
            Optional<Interpolated> message) {}

    sealed interface Backoff {
        record Constant(Interpolated seconds) implements Backoff {}

        record Exponential(Interpolated factor) implements Backoff {}

        /** Seconds in a header; more than {@code maxSeconds} is a failure. */
        record WaitTime(Interpolated header, Optional<Interpolated> regex, Optional<Double> maxSeconds)
                implements Backoff {}

        /** Epoch seconds in a header. */
        record WaitUntil(Interpolated header, Optional<Interpolated> regex, Optional<Interpolated> minSeconds)
                implements Backoff {}
    }
}
