package dev.ingest.gateway.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.querylog.QueryAnswer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/** The error body that the field's clients of the Ingest API read, in place of the platform's problem documents. */
@Singleton
@RegisterForReflection(targets = QueryAnswer.Failure.class) // it knows no framework itself
class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);

    private final GatewaySettings settings;

    Refusals(GatewaySettings settings) {
        this.settings = settings;
    }

    /**
     * @param error what went wrong
     * @param requestId which call it was
     * @param errors what is wrong with which query; only of the query-log intake
     */
    @RegisterForReflection
    record Body(
            Error error, @JsonProperty("request_id") String requestId, Optional<List<QueryAnswer.Failure>> errors) {}

    /**
     * @param code for programs
     * @param message for people
     */
    @RegisterForReflection
    record Error(ErrorCode code, String message) {}

    /** The answer to a call that failed. */
    Response of(String requestId, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return switch (cause) {
            case IngestException known -> {
                log(requestId, known);
                yield response(requestId, known.code(), String.valueOf(known.getMessage()), Optional.empty());
            }
            case Throwable unexpected -> {
                LOG.errorf(unexpected, "unexpected failure of a call: requestId=%s", requestId);
                yield response(
                        requestId,
                        ErrorCode.INTERNAL,
                        "internal error; the service's log has the cause",
                        Optional.empty());
            }
        };
    }

    /** The answer to a post of query logs with mistakes. */
    Response of(String requestId, QueryAnswer.Refused refused) {
        String message = "nothing was accepted: see errors"
                + (refused.more() > 0 ? ", which name the first; there are %d more".formatted(refused.more()) : "");
        return response(requestId, ErrorCode.INVALID_ARGUMENT, message, Optional.of(refused.failures()));
    }

    private static void log(String requestId, IngestException known) {
        switch (known.code()) {
            case UNAVAILABLE, INTERNAL -> LOG.warnf(known, "refused: requestId=%s code=%s", requestId, known.code());
            case INVALID_ARGUMENT, UNAUTHENTICATED, PERMISSION_DENIED, NOT_FOUND, CONFLICT, PRECONDITION_FAILED ->
                LOG.debugf("refused: requestId=%s code=%s", requestId, known.code());
            case PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, RATE_LIMITED ->
                LOG.debugf("refused: requestId=%s code=%s", requestId, known.code());
        }
    }

    private Response response(
            String requestId, ErrorCode code, String message, Optional<List<QueryAnswer.Failure>> errors) {
        var response = Response.status(code.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(Posts.REQUEST_ID, requestId)
                .entity(new Body(new Error(code, message), requestId, errors));
        if (code == ErrorCode.UNAVAILABLE || code == ErrorCode.RATE_LIMITED) {
            response.header(
                    HttpHeaders.RETRY_AFTER, Math.max(1, settings.retryAfter().toSeconds()));
        }
        if (code == ErrorCode.UNAUTHENTICATED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return response.build();
    }
}
