package dev.ingest.connector.http;

import dev.ingest.connector.manifest.ErrorHandler;
import dev.ingest.connector.manifest.ErrorHandler.Action;
import dev.ingest.connector.manifest.ErrorHandler.Backoff;
import dev.ingest.connector.manifest.ErrorHandler.CompositeErrorHandler;
import dev.ingest.connector.manifest.ErrorHandler.DefaultErrorHandler;
import dev.ingest.connector.manifest.ErrorHandler.ResponseFilter;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Applies a manifest's error handlers to a response. Filters come first, also for a 200. */
final class ErrorRules {
    private static final int DEFAULT_RETRIES = 5;

    /** No strategy's or failure's retry begins after so much time; the language has no field for it. */
    static final Duration MAX_TIME = Duration.ofMinutes(10);

    private ErrorRules() {}

    static Verdict judge(ErrorHandler handler, ApiResponse response, Scope scope) {
        return switch (handler) {
            case DefaultErrorHandler rules -> judge(rules, response, scope);
            case CompositeErrorHandler(var handlers) -> judge(handlers, response, scope);
        };
    }

    /** The first handler that does not fail the response decides; if all do, the last. */
    private static Verdict judge(List<ErrorHandler> handlers, ApiResponse response, Scope scope) {
        Verdict last = Verdict.of(Verdict.byStatus(response.status()));
        for (ErrorHandler handler : handlers) {
            last = judge(handler, response, scope);
            boolean decides =
                    switch (last.action()) {
                        case SUCCESS, RETRY, IGNORE, RESET_PAGINATION -> true;
                        case FAIL, RATE_LIMITED, REFRESH_TOKEN_THEN_RETRY -> false;
                    };
            if (decides) {
                return last;
            }
        }
        return last;
    }

    private static Verdict judge(DefaultErrorHandler handler, ApiResponse response, Scope scope) {
        if (handler.filters().stream().allMatch(ErrorRules::isByStatusOnly)) {
            // A page is large: it is not parsed for filters that do not look at it.
            return firstMatch(handler, response, scope);
        }
        return firstMatch(
                handler, response, scope.with("response", response.json()).with("headers", response.headerValues()));
    }

    /** Whether any filter needs more than the status and the headers. */
    static boolean looksAtBody(ErrorHandler handler) {
        return switch (handler) {
            case DefaultErrorHandler rules -> rules.filters().stream().anyMatch(ErrorRules::looksAtBody);
            case CompositeErrorHandler(var handlers) -> handlers.stream().anyMatch(ErrorRules::looksAtBody);
        };
    }

    private static boolean looksAtBody(ResponseFilter filter) {
        return filter.messageContains().isPresent()
                || filter.predicate()
                        .map(predicate -> predicate.template().names().contains("response"))
                        .orElse(false);
    }

    private static boolean isByStatusOnly(ResponseFilter filter) {
        return filter.predicate().isEmpty()
                && filter.messageContains().isEmpty()
                && filter.message().isEmpty();
    }

    private static Verdict firstMatch(DefaultErrorHandler handler, ApiResponse response, Scope seen) {
        for (ResponseFilter filter : handler.filters()) {
            if (matches(filter, response, seen)) {
                Action action = filter.action().orElseGet(() -> Verdict.byStatus(response.status()));
                Optional<String> message = filter.message().map(template -> template.text(seen));
                return new Verdict(action, filter.failureType(), message.filter(text -> !text.isBlank()));
            }
        }
        return Verdict.of(Verdict.byStatus(response.status()));
    }

    private static boolean matches(ResponseFilter filter, ApiResponse response, Scope seen) {
        // Predicates see no config: the language gives them none.
        Scope withoutConfig = seen.with("config", Value.NONE);
        return filter.codes().contains(response.status())
                || filter.predicate()
                        .map(predicate -> predicate.truth(withoutConfig))
                        .orElse(false)
                || filter.messageContains()
                        .map(part -> errorText(response.json()).contains(part))
                        .orElse(false);
    }

    /** The text of an error body, from the fields APIs usually put it in. */
    static String errorText(Value body) {
        return switch (body) {
            case Value.Str(var text) -> text;
            case Value.Items(var values) -> {
                List<String> parts = values.stream()
                        .map(ErrorRules::errorText)
                        .filter(text -> !text.isEmpty())
                        .toList();
                yield String.join(", ", parts);
            }
            case Value.Dict dict -> {
                for (String field : List.of(
                        "message",
                        "messages",
                        "error",
                        "errors",
                        "failures",
                        "failure",
                        "detail",
                        "details",
                        "err",
                        "error_message",
                        "msg",
                        "reason",
                        "status_message",
                        "error_description")) {
                    Optional<String> text = dict.at(field).filter(Python::truth).map(ErrorRules::errorText);
                    if (text.isPresent() && !text.get().isEmpty()) {
                        yield text.get();
                    }
                }
                yield "";
            }
            case Value other -> "";
        };
    }

    static int maxRetries(ErrorHandler handler, Scope scope) {
        return switch (handler) {
            case DefaultErrorHandler(var filters, var retries, var backoffs) ->
                retries.map(template -> Python.str(template.value(scope)))
                        .filter(text -> text.matches("\\d{1,6}"))
                        .map(Integer::parseInt)
                        .orElse(DEFAULT_RETRIES);
            case CompositeErrorHandler(var handlers) -> maxRetries(handlers.getFirst(), scope);
        };
    }

    static List<Backoff> backoffs(ErrorHandler handler) {
        return switch (handler) {
            case DefaultErrorHandler(var filters, var retries, var backoffs) -> backoffs;
            case CompositeErrorHandler(var handlers) ->
                handlers.stream().flatMap(each -> backoffs(each).stream()).toList();
        };
    }
}
