package dev.ingest.gateway.http;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.feature.AnswerJson;
import dev.ingest.gateway.feature.FeatureIngest;
import dev.ingest.gateway.feature.IngestAnswer;
import dev.ingest.platform.control.MustWaitException;
import dev.ingest.platform.kafka.EventPublisher;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/**
 * The straight way of the usual post: small, plain JSON, from the holder of a token that we issued, while everything about the
 * holder is known and Kafka takes records without delay. Such a post needs no thread that waits, so it stays on its event loop.
 * Any other one, and so every refusal of a caller, goes by the {@link Entrance}.
 */
@Singleton
final class FeatureIngestRoute {
    /** Reading more than this takes an event loop too long. */
    private static final int BODY_BYTES_MAX = 64 * 1024;

    /** After the clock, before everything that the framework does to calls: a post that stays here needs none of it, the others get all of it. */
    private static final int FIRST = Integer.MIN_VALUE + 1;

    private static final CharSequence JSON_ANSWER = HttpHeaders.createOptimized("application/json");
    private static final CharSequence ID_HEADER = HttpHeaders.createOptimized(Posts.REQUEST_ID);
    private static final String JSON = "application/json";
    private static final int OK = 200;
    private static final int MULTI_STATUS = 207;

    private final Posts posts;
    private final EventLoopCalls calls;
    private final Callers callers;
    private final EventPublisher publisher;
    private final FeatureIngest features;

    FeatureIngestRoute(
            Posts posts, EventLoopCalls calls, Callers callers, EventPublisher publisher, FeatureIngest features) {
        this.posts = posts;
        this.calls = calls;
        this.callers = callers;
        this.publisher = publisher;
        this.features = features;
    }

    void register(@Observes Router router) {
        router.post(Way.INGEST.path()).order(FIRST).handler(this::post);
        router.post(Way.INGEST_ALIAS.path()).order(FIRST).handler(this::post);
    }

    private void post(RoutingContext call) {
        Optional<IngestException> full = posts.refusal();
        if (full.isPresent()) {
            shed(call, full.get());
            return;
        }
        Optional<Admitted> admitted = isUsual(call.request()) ? admitted(call.request()) : Optional.empty();
        if (admitted.isPresent()) {
            handle(call, admitted.get());
        } else {
            call.next();
        }
    }

    /** Whoever comes while there is no room costs as little as can be: no token is looked up, and no thread waits. */
    private void shed(RoutingContext call, IngestException full) {
        HttpServerRequest request = call.request();
        calls.refuse(request, call.vertx().getOrCreateContext(), posts.requestId(request), full);
    }

    private boolean isUsual(HttpServerRequest request) {
        return JSON.equals(request.getHeader(HttpHeaders.CONTENT_TYPE))
                && !request.headers().contains(HttpHeaders.CONTENT_ENCODING)
                && length(request) <= BODY_BYTES_MAX
                && publisher.takesRecordsAtOnce();
    }

    /** What the request says; more than any limit if it says nothing. */
    private static long length(HttpServerRequest request) {
        return EventLoopCalls.length(request).orElse(Long.MAX_VALUE);
    }

    /** Nothing if that is not known at once, or is a refusal. */
    private Optional<Admitted> admitted(HttpServerRequest request) {
        try {
            return callers.atOnce(request, Way.INGEST)
                    .filter(known -> length(request) <= known.limits().bodyBytes());
        } catch (MustWaitException | IngestException notHere) {
            return Optional.empty();
        }
    }

    private void handle(RoutingContext call, Admitted admitted) {
        String id = posts.requestId(call.request());
        Context context = call.vertx().getOrCreateContext();
        // The caller's rate is nearly always known at once; where it had to be asked for, the answer came on another
        // thread.
        EventLoopCalls.on(context, posts.rate(admitted))
                .thenCompose(in -> ingest(call.request(), context, admitted))
                .whenComplete((answer, failure) -> context.runOnContext(then -> {
                    if (failure == null) {
                        accept(call, id, answer);
                    } else {
                        calls.refuse(call.request(), context, id, failure);
                    }
                }));
    }

    private CompletionStage<IngestAnswer> ingest(HttpServerRequest request, Context context, Admitted admitted) {
        Stay stay = posts.enter(admitted, length(request));
        return calls.body(request, context, BODY_BYTES_MAX, stay)
                .thenCompose(body -> {
                    stay.admit();
                    return ingest(context, admitted.caller().tenant(), body);
                })
                .whenComplete((answer, failure) -> stay.leave());
    }

    private CompletionStage<IngestAnswer> ingest(Context context, String tenant, byte[] body) {
        try {
            return features.ingest(tenant, body);
        } catch (MustWaitException unknown) {
            Callable<CompletionStage<IngestAnswer>> again = () -> features.ingest(tenant, body);
            return context.executeBlocking(again, false).toCompletionStage().thenCompose(stage -> stage);
        }
    }

    private static void accept(RoutingContext call, String id, IngestAnswer answer) {
        call.response()
                .setStatusCode(answer.complete() ? OK : MULTI_STATUS)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON_ANSWER)
                .putHeader(ID_HEADER, id)
                .end(Buffer.buffer(AnswerJson.write(id, answer)));
    }
}
