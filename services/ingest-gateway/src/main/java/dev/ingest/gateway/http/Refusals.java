package dev.ingest.gateway.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.querylog.QueryAnswer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** The error body that the field's clients of the Ingest API read, in place of the platform's problem documents. */
@Singleton
@RegisterForReflection(targets = QueryAnswer.Failure.class) // it knows no framework itself
class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);

    /** Of every path that there is. */
    private static final String METHODS = "OPTIONS, POST";

    private final GatewaySettings settings;
    private final Map<ErrorCode, Counter> counters = new EnumMap<>(ErrorCode.class);
    private final OnceASecond unavailable;

    @Inject
    Refusals(GatewaySettings settings, MeterRegistry registry) {
        this(settings, registry, System::nanoTime);
    }

    /** @param nanos a clock for durations */
    Refusals(GatewaySettings settings, MeterRegistry registry, LongSupplier nanos) {
        this.settings = settings;
        this.unavailable = new OnceASecond(nanos);
        for (ErrorCode code : ErrorCode.values()) {
            counters.put(
                    code,
                    registry.counter("ingest.posts.refused", "code", code.name().toLowerCase(Locale.ROOT)));
        }
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

    private void log(String requestId, IngestException known) {
        switch (known.code()) {
            case UNAVAILABLE -> unavailable(requestId, known);
            case INTERNAL -> LOG.warnf(known, "refused: requestId=%s code=%s", requestId, known.code());
            case INVALID_ARGUMENT, UNAUTHENTICATED, PERMISSION_DENIED, NOT_FOUND, CONFLICT, PRECONDITION_FAILED ->
                LOG.debugf("refused: requestId=%s code=%s", requestId, known.code());
            case PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, RATE_LIMITED ->
                LOG.debugf("refused: requestId=%s code=%s", requestId, known.code());
        }
    }

    /** Whatever is away or full refuses many posts a second: one line a second says so, and how many there were. */
    private void unavailable(String requestId, IngestException known) {
        unavailable
                .told()
                .ifPresent(times -> LOG.warnf(
                        "posts refused: requestId=%s code=%s times=%d cause=%s",
                        requestId, known.code(), times, cause(known)));
    }

    private static String cause(IngestException known) {
        return known.getCause() == null
                ? String.valueOf(known.getMessage())
                : "%s: %s".formatted(known.getMessage(), known.getCause());
    }

    /** The answer to what the framework refuses itself: a method or a media type that there is none of at this path. */
    Response of(String requestId, ClientErrorException refused) {
        Response given = refused.getResponse();
        ErrorCode code = Arrays.stream(ErrorCode.values())
                .filter(known -> known.status() == given.getStatus())
                .findFirst()
                .orElse(ErrorCode.INVALID_ARGUMENT);
        Response ours = response(requestId, code, String.valueOf(refused.getMessage()), Optional.empty());
        var answer = Response.fromResponse(ours).status(given.getStatus());
        given.getStringHeaders().forEach((name, values) -> values.forEach(value -> answer.header(name, value)));
        if (given.getStatus() == Response.Status.METHOD_NOT_ALLOWED.getStatusCode()) {
            answer.header(HttpHeaders.ALLOW, METHODS);
        }
        return answer.type(MediaType.APPLICATION_JSON_TYPE).build();
    }

    private Response response(
            String requestId, ErrorCode code, String message, Optional<List<QueryAnswer.Failure>> errors) {
        Objects.requireNonNull(counters.get(code)).increment();
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
