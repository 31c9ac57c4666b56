package dev.ingest.local.sampleapi;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters of a request, in its URL or as a form. */
record Query(Map<String, String> parameters) {
    static final int LIMIT_MAX = 1000;
    private static final int LIMIT_DEFAULT = 100;

    static Query of(URI uri) {
        return parse(uri.getRawQuery() == null ? "" : uri.getRawQuery());
    }

    static Query parse(String text) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                var _ = parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return new Query(parameters);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    int limit(String name) {
        return number(name, LIMIT_DEFAULT, LIMIT_MAX);
    }

    int number(String name, int otherwise, int max) {
        String value = text(name).orElse(String.valueOf(otherwise));
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new BadRequest("%s: %s (expected: 1 to %d)".formatted(name, value, max), e);
        }
        throw new BadRequest("%s: %s (expected: 1 to %d)".formatted(name, value, max));
    }

    /** Epoch seconds; parts of a second are cut off. */
    long time(String name, long otherwise) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            return OffsetDateTime.parse(value.get()).toEpochSecond();
        } catch (DateTimeException e) {
            throw new BadRequest(
                    "%s: %s (expected: a time such as 2026-01-31T00:00:00Z)".formatted(name, value.get()), e);
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
