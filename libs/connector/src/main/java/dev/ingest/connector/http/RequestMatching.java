package dev.ingest.connector.http;

import dev.ingest.connector.manifest.RequestMatcher;
import dev.ingest.connector.manifest.Scope;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells which requests a matcher is about. */
final class RequestMatching {
    private RequestMatching() {}

    /** Whether any fits; none given fit all. */
    static boolean matchesAny(List<RequestMatcher> matchers, ApiRequest request) {
        return matchers.isEmpty() || matchers.stream().anyMatch(matcher -> matches(matcher, request));
    }

    /** What a request counts for: the weight of the first matcher that fits. */
    static long weight(List<RequestMatcher> matchers, ApiRequest request, Scope scope) {
        Optional<RequestMatcher> first =
                matchers.stream().filter(matcher -> matches(matcher, request)).findFirst();
        return first.flatMap(RequestMatcher::weight)
                .map(template -> Numbers.whole(template.coercedText(scope))
                        .filter(weight -> weight > 0)
                        .orElseThrow(() -> new ReadException(
                                ReadException.Kind.CONFIG,
                                template.path() + ": is no weight (expected an integer of at least 1)")))
                .orElse(1L);
    }

    private static boolean matches(RequestMatcher matcher, ApiRequest request) {
        URI uri = request.uri();
        String path = Optional.ofNullable(uri.getRawPath()).orElse("").replaceFirst("/+$", "");
        return matcher.method()
                        .filter(method -> !method.equals(request.method()))
                        .isEmpty()
                && matcher.urlBase()
                        .filter(base -> !base.equals(uri.getScheme() + "://" + uri.getRawAuthority()))
                        .isEmpty()
                && matcher.path().filter(pattern -> !pattern.isIn(path)).isEmpty()
                && query(uri).entrySet().containsAll(matcher.parameters().entrySet())
                && headers(request).entrySet().containsAll(matcher.headers().entrySet());
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2 && !parts[1].isEmpty()) {
                query.put(decode(parts[0]), decode(parts[1]));
            }
        }
        return query;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    private static Map<String, String> headers(ApiRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.allHeaders().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }
}
