package dev.ingest.gateway.http;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.feature.AnswerJson;
import dev.ingest.gateway.feature.FeatureIngest;
import dev.ingest.gateway.feature.IngestAnswer;
import dev.ingest.gateway.token.Identity;
import dev.ingest.gateway.token.IssuedTokens;
import dev.ingest.gateway.token.SnowflakeToken;
import dev.ingest.platform.control.MustWaitException;
import dev.ingest.platform.http.CallerAddress;
import dev.ingest.platform.identity.Roles;
import dev.ingest.platform.kafka.EventPublisher;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The straight way of the usual post: small, plain JSON, from the holder of a token that we issued, while everything about the
 * holder is known and Kafka takes records without delay. Such a post needs no thread that waits, so it stays on its event loop.
 * Any other one, and so every refusal of a caller, is {@link FeatureIngestResource}'s.
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
    private final IssuedTokens tokens;
    private final CallerAddress addresses;
    private final EventPublisher publisher;
    private final FeatureIngest features;

    FeatureIngestRoute(
            Posts posts,
            EventLoopCalls calls,
            IssuedTokens tokens,
            CallerAddress addresses,
            EventPublisher publisher,
            FeatureIngest features) {
        this.posts = posts;
        this.calls = calls;
        this.tokens = tokens;
        this.addresses = addresses;
        this.publisher = publisher;
        this.features = features;
    }

    void register(@Observes Router router) {
        router.post("/api/v1/ingest").order(FIRST).handler(this::post);
        router.post("/ingest").order(FIRST).handler(this::post);
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
        String id = requestId(request);
        if (length(request) <= BODY_BYTES_MAX) {
            calls.refuseUnread(request, call.vertx().getOrCreateContext(), id, full);
        } else {
            calls.refuse(request, id, full);
        }
    }

    private String requestId(HttpServerRequest request) {
        return posts.requestId(Optional.ofNullable(request.getHeader(Posts.REQUEST_ID)));
    }

    private boolean isUsual(HttpServerRequest request) {
        return JSON.equals(request.getHeader(HttpHeaders.CONTENT_TYPE))
                && !request.headers().contains(HttpHeaders.CONTENT_ENCODING)
                && length(request) <= BODY_BYTES_MAX
                && publisher.takesRecordsAtOnce();
    }

    /** What the request says; more than any limit if it says nothing. */
    private static long length(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        // The server has refused a length that is no number.
        return length == null ? Long.MAX_VALUE : Long.parseLong(length);
    }

    private record Admitted(Identity producer, PostLimits limits) {}

    /** Nothing if that is not known at once, or is a refusal. */
    private Optional<Admitted> admitted(HttpServerRequest request) {
        try {
            return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                    .flatMap(SnowflakeToken::of)
                    .map(token -> tokens.holder(token, Holder.address(request, addresses)))
                    .map(holder -> holder.with(Roles.PRODUCER))
                    .map(producer -> new Admitted(producer, posts.limits(producer.tenant())))
                    .filter(known -> length(request) <= known.limits().bodyBytes());
        } catch (MustWaitException | IngestException notHere) {
            return Optional.empty();
        }
    }

    private void handle(RoutingContext call, Admitted admitted) {
        String id = requestId(call.request());
        var reading = new AtomicBoolean();
        Context context = call.vertx().getOrCreateContext();
        posts.let(admitted.producer(), admitted.limits(), () -> {
                    reading.set(true);
                    return body(call.request(), context)
                            .thenCompose(
                                    body -> ingest(context, admitted.producer().tenant(), body));
                })
                .whenComplete((answer, failure) -> context.runOnContext(then -> {
                    if (answer != null) {
                        accept(call, id, answer);
                    } else if (failure != null && reading.get()) {
                        calls.refuse(call.request(), id, failure);
                    } else if (failure != null) {
                        calls.refuseUnread(call.request(), context, id, failure);
                    }
                }));
    }

    /**
     * The caller's rate is nearly always known at once; where it had to be asked for, the answer came on another thread.
     */
    private CompletionStage<byte[]> body(HttpServerRequest request, Context context) {
        if (context.equals(Vertx.currentContext())) {
            return calls.body(request, context);
        }
        var body = new CompletableFuture<byte[]>();
        context.runOnContext(then -> calls.body(request, context).whenComplete((bytes, failure) -> {
            if (failure == null) {
                body.complete(bytes);
            } else {
                body.completeExceptionally(failure);
            }
        }));
        return body;
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
