package dev.ingest.gateway.http;

import static dev.ingest.contracts.error.IngestException.invalid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.gateway.envelope.Deadlines;
import dev.ingest.gateway.envelope.Timer;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads bodies and writes refusals on an event loop, as {@link Bodies} and the framework do on threads that wait. */
@Singleton
final class EventLoopCalls {
    private final Duration bodyTimeout;
    private final Deadlines bodies;
    private final Refusals refusals;
    private final ObjectMapper json;

    EventLoopCalls(GatewaySettings settings, Refusals refusals, ObjectMapper json) {
        this.bodyTimeout = settings.bodyTimeout();
        this.bodies = new Deadlines(bodyTimeout, Timer.SYSTEM, System::nanoTime);
        this.refusals = refusals;
        this.json = json;
    }

    /** The body of a request that has said how long it is; call it on the request's event loop. Fails if it does not arrive in time. */
    CompletionStage<byte[]> body(HttpServerRequest request, Context context) {
        var body = new CompletableFuture<byte[]>();
        request.body().onComplete(read -> {
            if (read.succeeded()) {
                body.complete(read.result().getBytes());
            } else {
                body.completeExceptionally(invalid("body: ended early"));
            }
        });
        request.resume();
        bodies.limit(
                body,
                late -> context.runOnContext(then -> body.completeExceptionally(invalid(
                        "body: not complete after %d s (expected: at most that)".formatted(bodyTimeout.toSeconds())))));
        return body;
    }

    /**
     * The answer to a call whose small body was not looked at. What is left of it is read and forgotten, so that the connection stays
     * of use: one that is told to come back would otherwise come back with a new one, which costs more than the body. HTTP/2 ends the
     * stream alone.
     */
    void refuseUnread(HttpServerRequest request, Context context, String requestId, Throwable failure) {
        if (!request.isEnded() && request.version() != HttpVersion.HTTP_2) {
            var left = new CompletableFuture<@Nullable Void>();
            request.endHandler(end -> left.complete(null));
            request.exceptionHandler(gone -> left.complete(null));
            request.resume();
            bodies.limit(
                    left,
                    late -> context.runOnContext(then -> request.connection().close()));
        }
        answer(request, requestId, failure);
    }

    /** The answer to a call that failed. */
    void refuse(HttpServerRequest request, String requestId, Throwable failure) {
        if (!request.isEnded() && request.version() != HttpVersion.HTTP_2) {
            // What is left of the body is not waited for: after it the connection is of no use. HTTP/2 ends the stream
            // alone.
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        answer(request, requestId, failure);
    }

    private void answer(HttpServerRequest request, String requestId, Throwable failure) {
        HttpServerResponse answer = request.response();
        try (Response refusal = refusals.of(requestId, failure)) {
            answer.setStatusCode(refusal.getStatus());
            refusal.getStringHeaders().forEach((name, values) -> answer.putHeader(name, values));
            answer.end(Buffer.buffer(json.writeValueAsBytes(refusal.getEntity())));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
