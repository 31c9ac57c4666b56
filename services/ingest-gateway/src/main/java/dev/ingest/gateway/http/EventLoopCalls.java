package dev.ingest.gateway.http;

import static dev.ingest.contracts.error.IngestException.invalid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.gateway.envelope.Deadlines;
import dev.ingest.gateway.envelope.Timer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes in bodies and writes refusals on an event loop. */
@Singleton
final class EventLoopCalls {
    /** RFC 9113, section 7. */
    private static final long NO_ERROR = 0;

    private static final String CONTINUE = "100-continue";

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

    /** How long a request says its body is, in bytes; nothing if it does not. */
    static OptionalLong length(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        // The server has refused a length that is no number.
        return length == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length));
    }

    /** The same stage, which completes on the context; at once if that is where it already is complete. */
    static <T extends @Nullable Object> CompletionStage<T> on(Context context, CompletionStage<T> stage) {
        if (stage.toCompletableFuture().isDone() && context.equals(Vertx.currentContext())) {
            return stage;
        }
        var there = new CompletableFuture<T>();
        stage.whenComplete((value, failure) -> context.runOnContext(then -> {
            if (failure == null) {
                there.complete(value);
            } else {
                there.completeExceptionally(failure);
            }
        }));
        return there;
    }

    /**
     * A request's body as it comes; call it on the request's event loop. Fails if it is too great, if its stay may not grow so far,
     * and if it is not complete in time, however steadily it comes.
     *
     * @param limit in bytes
     * @param stay has room already for what the request says it is
     */
    CompletionStage<byte[]> body(HttpServerRequest request, Context context, int limit, Stay stay) {
        if (CONTINUE.equals(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        CompletableFuture<byte[]> body = new ArrivingBody(limit, length(request).orElse(0), stay).from(request);
        bodies.limit(
                body,
                late -> context.runOnContext(then -> {
                    if (!body.isDone()) {
                        if (request.version() != HttpVersion.HTTP_2) {
                            // what is left of it is not waited for
                            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                        }
                        body.completeExceptionally(invalid("body: not complete after %d s (expected: at most that)"
                                .formatted(bodyTimeout.toSeconds())));
                    }
                }));
        return body;
    }

    /** The answer to a call that failed; what is left of its body is forgotten. */
    void refuse(HttpServerRequest request, Context context, String requestId, Throwable failure) {
        HttpServerResponse answer = request.response();
        if (answer.ended() || answer.closed()) {
            return; // nobody is there to be told
        }
        forgetBody(request, context);
        answer(request, requestId, failure);
    }

    /**
     * Reads what is left of a refused call's body and forgets it, for as long as a body may take, so that the connection stays of use:
     * whoever is told to come back would otherwise come back with a new one, which costs more than the body, or miss the answer while
     * still sending. HTTP/2 ends the stream alone, when it is answered.
     */
    void forgetBody(HttpServerRequest request, Context context) {
        if (request.isEnded()
                || request.version() == HttpVersion.HTTP_2
                || request.response().headers().contains(HttpHeaders.CONNECTION)) {
            return;
        }
        var left = new CompletableFuture<@Nullable Void>();
        request.handler(forgotten -> {});
        request.endHandler(end -> left.complete(null));
        request.exceptionHandler(gone -> left.complete(null));
        request.resume();
        bodies.limit(
                left, late -> context.runOnContext(then -> request.connection().close()));
    }

    /** RFC 9113, section 8.1: whoever still sends a body of HTTP/2 that was answered is told to stop; on HTTP/1 nothing is done. */
    static void endStream(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2 && !request.isEnded()) {
            request.response().reset(NO_ERROR);
        }
    }

    private void answer(HttpServerRequest request, String requestId, Throwable failure) {
        HttpServerResponse answer = request.response();
        try (Response refusal = refusals.of(requestId, failure)) {
            answer.setStatusCode(refusal.getStatus());
            refusal.getStringHeaders().forEach((name, values) -> answer.putHeader(name, values));
            answer.end(Buffer.buffer(json.writeValueAsBytes(refusal.getEntity())))
                    .onComplete(told -> endStream(request));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
