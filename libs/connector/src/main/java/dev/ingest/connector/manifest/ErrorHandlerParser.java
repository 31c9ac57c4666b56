package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomBackoffStrategy;
import dev.ingest.connector.extension.CustomErrorHandler;
import dev.ingest.connector.manifest.ErrorHandler.Action;
import dev.ingest.connector.manifest.ErrorHandler.Backoff;
import dev.ingest.connector.manifest.ErrorHandler.FailureType;
import dev.ingest.connector.manifest.ErrorHandler.ResponseFilter;
import dev.ingest.expression.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Error handlers, response filters and backoff strategies. */
final class ErrorHandlerParser {
    private static final Map<String, Component.Parser<ErrorHandler>> HANDLERS = Map.of(
            "DefaultErrorHandler", ErrorHandlerParser::standard,
            "CompositeErrorHandler", ErrorHandlerParser::composite,
            "CustomErrorHandler", ErrorHandlerParser::custom);
    private static final Map<String, Component.Parser<ResponseFilter>> FILTERS =
            Map.of("HttpResponseFilter", ErrorHandlerParser::filter);
    private static final Map<String, Component.Parser<Backoff>> BACKOFFS = Map.of(
            "ConstantBackoffStrategy",
            component -> new Backoff.Constant(
                    component.requiredTemplate("backoff_time_in_seconds"), component.number("jitter_range_in_seconds")),
            "ExponentialBackoffStrategy",
            component -> new Backoff.Exponential(
                    component.template("factor").orElseGet(() -> component.template("factor", Value.of(5))),
                    component.number("jitter_range_in_seconds")),
            "WaitTimeFromHeader",
            ErrorHandlerParser::waitTime,
            "WaitUntilTimeFromHeader",
            ErrorHandlerParser::waitUntil,
            "CustomBackoffStrategy",
            component -> new Backoff.Custom(component.extension(CustomBackoffStrategy.class)));

    private ErrorHandlerParser() {}

    static ErrorHandler parse(Component component) {
        return component.by(HANDLERS);
    }

    private static ErrorHandler standard(Component component) {
        return new ErrorHandler.DefaultErrorHandler(
                component.children("response_filters").stream()
                        .map(filter -> filter.by(FILTERS))
                        .toList(),
                component.template("max_retries"),
                backoffs(component));
    }

    private static List<Backoff> backoffs(Component component) {
        return component.children("backoff_strategies").stream()
                .<Backoff>map(backoff -> backoff.by(BACKOFFS))
                .toList();
    }

    private static ErrorHandler custom(Component component) {
        return new ErrorHandler.Custom(
                component.extension(CustomErrorHandler.class), component.template("max_retries"), backoffs(component));
    }

    private static ErrorHandler composite(Component component) {
        List<ErrorHandler> handlers = component.children("error_handlers").stream()
                .map(ErrorHandlerParser::parse)
                .toList();
        if (handlers.isEmpty()) {
            throw component.error("error_handlers", "is empty (expected at least one)");
        }
        return new ErrorHandler.CompositeErrorHandler(handlers);
    }

    private static ResponseFilter filter(Component component) {
        return new ResponseFilter(
                component.choice("action", Action.class, Enum::name),
                component.choice(
                        "failure_type", FailureType.class, type -> type.name().toLowerCase(Locale.ROOT)),
                component.statuses("http_codes"),
                component.template("predicate"),
                component.text("error_message_contains"),
                component.template("error_message"));
    }

    private static Backoff waitTime(Component component) {
        return new Backoff.WaitTime(
                component.requiredTemplate("header"),
                component.template("regex"),
                component.template("max_waiting_time_in_seconds"));
    }

    private static Backoff waitUntil(Component component) {
        return new Backoff.WaitUntil(
                component.requiredTemplate("header"),
                component.template("regex"),
                component.template("min_wait"),
                component.template("max_waiting_time_in_seconds"));
    }
}
