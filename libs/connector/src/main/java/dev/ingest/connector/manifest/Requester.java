package dev.ingest.connector.manifest;

import java.util.Optional;

/**
 * One kind of HTTP request.
 *
 * @param url the whole address, or its base when there is a {@code path}
 */
public record Requester(
        String manifestPath,
        Interpolated url,
        Optional<Interpolated> path,
        Method method,
        QueryOrText parameters,
        Shape headers,
        RequestBody body,
        Authenticator authenticator,
        ErrorHandler errorHandler) {
    public enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE,
        HEAD
    }

    /** Query parameters as a mapping, or as one text. */
    public sealed interface QueryOrText {
        record Pairs(Shape pairs) implements QueryOrText {}

        record Text(Interpolated query) implements QueryOrText {}
    }
}
