package dev.ingest.platform.http;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.stream.Stream;

/** Of a call's address. The framework takes a number that is none for a thing that is not there, and does not say which it was. */
final class Parameters {
    private static final int SHOWN_MAX = 64;

    private Parameters() {}

    /** Which parameter is no number that fits. */
    static String unfit(UriInfo called, NumberFormatException fault) {
        String said = String.valueOf(fault.getMessage());
        return Stream.of(called.getQueryParameters(), called.getPathParameters())
                .map(MultivaluedMap::entrySet)
                .flatMap(parameters -> parameters.stream()
                        .flatMap(parameter ->
                                parameter.getValue().stream().map(value -> Map.entry(parameter.getKey(), value))))
                .filter(parameter -> said.contains("\"%s\"".formatted(parameter.getValue())))
                .findFirst()
                .map(parameter -> "%s: '%s' (expected: a whole number)"
                        .formatted(parameter.getKey(), shown(parameter.getValue())))
                .orElse("a parameter: %s".formatted(shown(said)));
    }

    private static String shown(String text) {
        return text.substring(0, Math.min(text.length(), SHOWN_MAX));
    }
}
