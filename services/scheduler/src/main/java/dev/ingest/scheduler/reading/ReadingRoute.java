package dev.ingest.scheduler.reading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.Problem;
import dev.ingest.platform.http.ProblemMappers;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Hands reads of tables on to the masking service, with the caller's own token and nothing else of the call: masking decides what the
 * caller sees. Answers pass through piece by piece. Who may call is configured: {@code quarkus.http.auth.permission.reading}.
 */
@Singleton
class ReadingRoute {
    private static final Logger LOG = Logger.getLogger(ReadingRoute.class);
    private static final String PREFIX = "/reading/v1";
    private static final String TARGET = "/api/v1";

    /** What there is to read; a path that is none of them goes nowhere. */
    private static final Pattern READABLE = Pattern.compile(PREFIX + "/(tables|queries|dead-letters)(/.*)?");

    /** Of the answer; everything else is between the two services. */
    private static final List<CharSequence> PASSED_ON =
            List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.CONTENT_LENGTH, HttpHeaders.RETRY_AFTER, "Link");

    private static final int CONNECT_MS = 2_000;

    private final HttpClient client;
    private final ReadingSettings settings;
    private final ObjectMapper json;

    ReadingRoute(Vertx vertx, ReadingSettings settings, ObjectMapper json) {
        this.settings = settings;
        this.json = json;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MS),
                new PoolOptions().setHttp1MaxSize(settings.calls()).setMaxWaitQueueSize(settings.waiting()));
    }

    void register(@Observes Router router) {
        router.route(HttpMethod.GET, PREFIX + "/*").handler(this::handle);
    }

    private void handle(RoutingContext call) {
        String path = call.normalizedPath();
        if (!READABLE.matcher(path).matches()) {
            refuse(call, ErrorCode.NOT_FOUND, "there is nothing to read at %s".formatted(path));
            return;
        }
        Optional<String> token = token(call);
        if (token.isEmpty()) {
            refuse(call, ErrorCode.UNAUTHENTICATED, "a valid token is required");
            return;
        }
        String query =
                call.request().query() == null ? "" : "?" + call.request().query();
        client.request(options(TARGET + path.substring(PREFIX.length()) + query, token.get()))
                .compose(request -> request.send())
                .onSuccess(answer -> pass(answer, call.response()))
                .onFailure(away -> {
                    LOG.warnf("masking does not answer: cause=%s", away.getMessage());
                    refuse(
                            call,
                            ErrorCode.UNAVAILABLE,
                            "the service that reads tables does not answer: try again later");
                });
    }

    private RequestOptions options(String uri, String token) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(settings.url().resolve("/").toString())
                .setURI(uri)
                .setTimeout(settings.timeout().toMillis())
                .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    }

    /** That of the session, or the bearer token that came with the call. */
    private static Optional<String> token(RoutingContext call) {
        return call.user() instanceof QuarkusHttpUser user
                ? Optional.ofNullable(user.getSecurityIdentity().getCredential(AccessTokenCredential.class))
                        .map(AccessTokenCredential::getToken)
                : Optional.empty();
    }

    private static void pass(HttpClientResponse answer, HttpServerResponse response) {
        response.setStatusCode(answer.statusCode());
        for (CharSequence name : PASSED_ON) {
            String value = answer.getHeader(name);
            if (value != null) {
                response.putHeader(name, value);
            }
        }
        if (answer.getHeader(HttpHeaders.CONTENT_LENGTH) == null) {
            response.setChunked(true);
        }
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        answer.exceptionHandler(broken -> {
            LOG.warnf("an answer of masking broke off: cause=%s", broken.getMessage());
            response.reset();
        });
        response.exceptionHandler(left -> leave(answer));
        response.closeHandler(left -> leave(answer));
        answer.handler(piece -> pass(piece, answer, response));
        answer.endHandler(end -> {
            if (!response.closed()) {
                // from here on masking's connection is somebody else's
                response.exceptionHandler(null).closeHandler(null);
                var ignored = response.end();
            }
        });
    }

    /** No faster than it is taken. The framework's own pipe asks a response that is closed whether it is full, and fails. */
    private static void pass(Buffer piece, HttpClientResponse answer, HttpServerResponse response) {
        if (!response.closed()) {
            var ignored = response.write(piece);
        }
        if (response.closed()) {
            leave(answer);
        } else if (response.writeQueueFull()) {
            answer.pause();
            response.drainHandler(room -> answer.resume());
        }
    }

    /** Whoever asked is gone: nobody needs the rest. */
    private static void leave(HttpClientResponse answer) {
        answer.exceptionHandler(null);
        var ignored = answer.request().connection().close();
    }

    private void refuse(RoutingContext call, ErrorCode code, String detail) {
        HttpServerResponse response = call.response();
        if (response.headWritten()) {
            response.reset();
            return;
        }
        try {
            response.setStatusCode(code.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, ProblemMappers.PROBLEM_JSON)
                    .end(json.writeValueAsString(Problem.of(code, detail)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a problem cannot be written as JSON", impossible);
        }
    }
}
