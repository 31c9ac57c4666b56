package dev.ingest.contracts.destination;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads properties one by one, and remembers which, so that a misspelt one is not passed over. */
final class Fields {
    private static final int LENGTH_MAX = 1000;

    /** Iceberg's REST client would put a variable of the service's environment in its place. */
    private static final String FROM_ENVIRONMENT = "env:";

    private static final List<String> SECRET_WORDS = List.of("password", "secret", "token", "access-key");

    private final Map<String, String> properties;
    private final Set<String> known = new HashSet<>();

    Fields(Map<String, String> properties) {
        properties.keySet().stream()
                .filter(key -> SECRET_WORDS.stream().anyMatch(key.toLowerCase(Locale.ROOT)::contains))
                .findFirst()
                .ifPresent(secret -> {
                    throw new IllegalArgumentException(
                            "properties.%s: secrets belong in a credential".formatted(secret));
                });
        this.properties = properties;
    }

    boolean has(String name) {
        known.add(name);
        return properties.containsKey(name);
    }

    Optional<String> optional(String name) {
        known.add(name);
        Optional<String> value = Optional.ofNullable(properties.get(name));
        value.filter(text -> text.isBlank() || text.length() > LENGTH_MAX).ifPresent(text -> {
            throw new IllegalArgumentException("properties.%s: %d characters (expected: 1 to %d, not all blank)"
                    .formatted(name, text.length(), LENGTH_MAX));
        });
        value.filter(text -> text.startsWith(FROM_ENVIRONMENT)).ifPresent(text -> {
            throw unfit(name, "a value that does not begin with " + FROM_ENVIRONMENT);
        });
        return value;
    }

    String required(String name) {
        return optional(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("properties.%s: missing (expected: a value)".formatted(name)));
    }

    /** A value, or a part of it, that is told when it is wrong. */
    String matching(String name, String value, Pattern allowed, String expected) {
        if (!allowed.matcher(value).matches()) {
            throw unfit(name, expected);
        }
        return value;
    }

    /** A value that is not told when it is wrong. */
    String hidden(String name, Pattern allowed, String expected) {
        String value = required(name);
        if (!allowed.matcher(value).matches()) {
            throw new IllegalArgumentException("properties.%s (expected: %s)".formatted(name, expected));
        }
        return value;
    }

    String requiredAddress(String name) {
        return url(name, required(name));
    }

    Optional<String> address(String name) {
        return optional(name).map(value -> url(name, value));
    }

    IllegalArgumentException unfit(String name, String expected) {
        return new IllegalArgumentException(
                "properties.%s: %s (expected: %s)".formatted(name, properties.get(name), expected));
    }

    void requireNoMore(String kind) {
        Set<String> unknown = new TreeSet<>(properties.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("properties.%s: unknown (expected: %s for kind %s)"
                    .formatted(
                            unknown.iterator().next(),
                            known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known)),
                            kind));
        }
    }

    /** Without user info or query, where secrets would be. */
    private static String url(String name, String value) {
        try {
            URI uri = new URI(value);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (web
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return value;
            }
        } catch (URISyntaxException notOne) {
            throw new IllegalArgumentException(expectedAddress(name), notOne);
        }
        throw new IllegalArgumentException(expectedAddress(name));
    }

    private static String expectedAddress(String name) {
        return "properties.%s (expected: https://host/path, without user, query or fragment)".formatted(name);
    }
}
