package dev.ingest.connector.http;

import dev.ingest.connector.extension.CustomErrorHandler;
import dev.ingest.connector.manifest.ErrorHandler;
import dev.ingest.connector.manifest.ErrorHandler.Action;
import dev.ingest.connector.manifest.ErrorHandler.Backoff;
import dev.ingest.connector.manifest.ErrorHandler.CompositeErrorHandler;
import dev.ingest.connector.manifest.ErrorHandler.DefaultErrorHandler;
import dev.ingest.connector.manifest.ErrorHandler.FailureType;
import dev.ingest.connector.manifest.ErrorHandler.ResponseFilter;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Applies a manifest's error handlers to a response. Filters come first, also for a 200. */
final class ErrorRules {
    private static final int DEFAULT_RETRIES = 5;
    private static final List<String> MESSAGE_FIELDS = List.of(
            "message",
            "messages",
            "error",
            "errors",
            "failures",
            "failure",
            "detail",
            "err",
            "error_message",
            "msg",
            "reason",
            "status_message");

    /** No strategy's or failure's retry begins after so much time; the language has no field for it. */
    static final Duration MAX_TIME = Duration.ofMinutes(10);

    private ErrorRules() {}

    /** Of a body that is read while it arrives, the bytes that filters which look at bodies are shown. */
    static final int JUDGED_BYTES = 1024 * 1024;

    static Verdict judge(ErrorHandler handler, ApiResponse response, Scope scope) {
        return switch (handler) {
            case DefaultErrorHandler rules -> judge(rules, response, scope);
            case CompositeErrorHandler(var handlers) -> judge(handlers, response, scope);
            case ErrorHandler.Custom custom -> judge(custom.replacement(), response, scope);
        };
    }

    private static Verdict judge(CustomErrorHandler replacement, ApiResponse response, Scope scope) {
        return replacement
                .meaning(response.reply(), scope.config())
                .map(meaning -> new Verdict(
                        Action.valueOf(meaning.action().name()),
                        Optional.empty(),
                        meaning.message().filter(text -> !text.isBlank())))
                .orElseGet(() -> Verdict.of(Verdict.byStatus(response.status())));
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
            case ErrorHandler.Custom custom -> true;
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
            // A filter without an action decides nothing, whatever it matches.
            if (filter.action().isPresent() && matches(filter, response, seen)) {
                Action action = filter.action().get();
                Optional<String> message = filter.message().map(template -> template.coercedText(seen));
                Optional<FailureType> type = action == Action.FAIL ? filter.failureType() : Optional.empty();
                return new Verdict(action, type, message.filter(text -> !text.isBlank()));
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
                        .map(part -> errorText(response).contains(part))
                        .orElse(false);
    }

    /** The text of an error body, from the fields APIs usually put it in. */
    static String errorText(Value body) {
        return found(body).orElse("");
    }

    private static Optional<String> found(Value body) {
        return switch (body) {
            case Value.Str(var text) -> Optional.of(text);
            case Value.Items(var values) ->
                Optional.of(
                        values.stream().flatMap(value -> found(value).stream()).collect(Collectors.joining(", ")));
            case Value.Dict dict ->
                MESSAGE_FIELDS.stream()
                        .flatMap(field -> dict.at(field).stream())
                        .filter(Python::truth)
                        .findFirst()
                        .flatMap(ErrorRules::found);
            case Value other -> Optional.empty();
        };
    }

    /** What is not JSON is its own message. */
    private static String errorText(ApiResponse response) {
        return response.isJson() ? errorText(response.json()) : response.text();
    }

    /** @throws ReadException of kind CONFIG when the manifest's number is none */
    static int maxRetries(ErrorHandler handler, Scope scope) {
        return switch (handler) {
            case DefaultErrorHandler(var filters, var retries, var backoffs) -> maxRetries(retries, scope);
            case ErrorHandler.Custom(var replacement, var retries, var backoffs) -> maxRetries(retries, scope);
            case CompositeErrorHandler(var handlers) -> maxRetries(handlers.getFirst(), scope);
        };
    }

    private static int maxRetries(Optional<Interpolated> retries, Scope scope) {
        return retries.map(template -> retries(template, scope)).orElse(DEFAULT_RETRIES);
    }

    private static int retries(Interpolated template, Scope scope) {
        String text = template.coercedText(scope);
        return Numbers.of(text)
                .map(number -> Math.clamp((long) (double) number, 0, Integer.MAX_VALUE - 1))
                .orElseThrow(() -> new ReadException(
                        ReadException.Kind.CONFIG,
                        template.path() + ": '" + text + "' is not a number of retries (expected an integer)"));
    }

    static List<Backoff> backoffs(ErrorHandler handler) {
        return switch (handler) {
            case DefaultErrorHandler(var filters, var retries, var backoffs) -> backoffs;
            case ErrorHandler.Custom(var replacement, var retries, var backoffs) -> backoffs;
            case CompositeErrorHandler(var handlers) ->
                handlers.stream().flatMap(each -> backoffs(each).stream()).toList();
        };
    }
}
