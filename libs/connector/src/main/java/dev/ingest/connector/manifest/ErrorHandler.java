package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomBackoffStrategy;
import dev.ingest.connector.extension.CustomErrorHandler;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a response means, and how long to wait before trying again. */
public sealed interface ErrorHandler {
    record DefaultErrorHandler(List<ResponseFilter> filters, Optional<Interpolated> maxRetries, List<Backoff> backoffs)
            implements ErrorHandler {}

    /** Asked in order; only a verdict that is not a failure ends the search. */
    record CompositeErrorHandler(List<ErrorHandler> handlers) implements ErrorHandler {}

    record Custom(CustomErrorHandler replacement, Optional<Interpolated> maxRetries, List<Backoff> backoffs)
            implements ErrorHandler {}

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

    /** How long to wait; where it says nothing, the next strategy is asked. */
    sealed interface Backoff {
        record Custom(CustomBackoffStrategy replacement) implements Backoff {}

        /** @param jitterSeconds up to twice so much is added */
        record Constant(Interpolated seconds, Optional<Double> jitterSeconds) implements Backoff {}

        /** @param jitterSeconds up to twice so much is added */
        record Exponential(Interpolated factor, Optional<Double> jitterSeconds) implements Backoff {}

        /** Seconds in a header; {@code maxSeconds} or more is a failure. */
        record WaitTime(Interpolated header, Optional<Interpolated> regex, Optional<Interpolated> maxSeconds)
                implements Backoff {}

        /** Epoch seconds in a header; a wait of {@code maxSeconds} or more is a failure. */
        record WaitUntil(
                Interpolated header,
                Optional<Interpolated> regex,
                Optional<Interpolated> minSeconds,
                Optional<Interpolated> maxSeconds)
                implements Backoff {}
    }
}
