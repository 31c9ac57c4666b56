package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomRequester;
import java.util.Optional;

/**
 * One kind of HTTP request.
 *
 * @param url the whole address, or its base when there is a {@code path}
 * @param replacement changes what the other fields make
 * @param useCache whether equal requests, headers included, may share an answer
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
        ErrorHandler errorHandler,
        boolean useCache,
        Optional<CustomRequester> replacement) {
    public enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE,
        HEAD;

        /** Others carry none, whatever the manifest says. */
        public boolean hasBody() {
            return this != DELETE && this != HEAD;
        }
    }

    /** Query parameters as a mapping, or as one text that reads as one: any other text is not sent. */
    public sealed interface QueryOrText {
        record Pairs(Shape pairs) implements QueryOrText {}

        record Text(Interpolated query) implements QueryOrText {}
    }
}
