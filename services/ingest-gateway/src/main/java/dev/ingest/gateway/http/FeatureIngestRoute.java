package dev.ingest.gateway.http;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.feature.AnswerJson;
import dev.ingest.gateway.feature.FeatureIngest;
import dev.ingest.gateway.feature.IngestAnswer;
import dev.ingest.platform.control.MustWaitException;
import dev.ingest.platform.kafka.EventPublisher;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The straight way of the usual post: small, plain JSON, from the holder of a token that we issued, while everything about the
 * holder is known and Kafka takes records without delay. Such a post needs no thread that waits, so it stays on its event loop.
 * Any other one, and so every refusal of a caller, goes by the {@link Entrance}.
 */
@Singleton
final class FeatureIngestRoute {
    /** Reading more than this takes an event loop too long. */
    private static final int BODY_BYTES_MAX = 64 * 1024;

    /** Before everything that the framework does to calls: a post that stays here needs none of it, the others get all of it. */
    private static final int FIRST = Integer.MIN_VALUE;

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
    private final CallTimes times;

    FeatureIngestRoute(
            Posts posts,
            EventLoopCalls calls,
            Callers callers,
            EventPublisher publisher,
            FeatureIngest features,
            CallTimes times) {
        this.posts = posts;
        this.calls = calls;
        this.callers = callers;
        this.publisher = publisher;
        this.features = features;
        this.times = times;
    }

    void register(@Observes Router router) {
        for (Way way : List.of(Way.INGEST, Way.INGEST_ALIAS)) {
            router.post(way.path()).order(FIRST).handler(call -> post(call, times.begin(way)));
        }
    }

    private void post(RoutingContext call, CallTimes.Began began) {
        HttpServerRequest request = call.request();
        Optional<IngestException> full = posts.refusal();
        if (full.isPresent()) {
            // whoever comes while there is no room costs as little as can be: no token is looked up, and no thread
            // waits
            refuse(request, call.vertx().getOrCreateContext(), posts.requestId(request), full.get(), began);
            return;
        }
        Optional<Admitted> admitted = isUsual(request) ? admitted(request) : Optional.empty();
        if (admitted.isPresent()) {
            new StraightPost(call, request, admitted.get(), began).begin();
        } else {
            call.next();
        }
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

    /**
     * One such post, from its head to its answer, on its event loop but for the moment in which Kafka acknowledges it. What comes next is
     * called, not chained: the links of a chain would cost more than most of what they link.
     */
    private final class StraightPost {
        private final HttpServerRequest request;
        private final Context context;
        private final Admitted admitted;
        private final String id;
        private final CallTimes.Began began;
        private @Nullable Stay stay;

        StraightPost(RoutingContext call, HttpServerRequest request, Admitted admitted, CallTimes.Began began) {
            this.request = request;
            this.context = call.vertx().getOrCreateContext();
            this.admitted = admitted;
            this.id = posts.requestId(request);
            this.began = began;
        }

        /** The caller's rate is nearly always known at once; where it had to be asked for, the answer came on another thread. */
        void begin() {
            EventLoopCalls.on(context, posts.rate(admitted)).whenComplete((in, failure) -> {
                if (failure == null) {
                    step(this::enter);
                } else {
                    refuse(failure);
                }
            });
        }

        /** Whatever goes wrong is the answer. */
        private void step(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException failure) {
                answered(null, failure);
            }
        }

        private void enter() {
            Stay entered = posts.enter(admitted, length(request));
            stay = entered;
            calls.body(request, context, BODY_BYTES_MAX, entered).whenComplete((body, failure) -> {
                if (failure == null) {
                    step(() -> ingest(entered, body));
                } else {
                    answered(null, failure);
                }
            });
        }

        private void ingest(Stay entered, byte[] body) {
            entered.admit();
            CompletionStage<IngestAnswer> answer;
            try {
                answer = judged(body);
            } catch (MustWaitException unknown) {
                Callable<CompletionStage<IngestAnswer>> again = () -> judged(body);
                answer = context.executeBlocking(again, false)
                        .toCompletionStage()
                        .thenCompose(stage -> stage);
            }
            answer.whenComplete(this::answered);
        }

        private CompletionStage<IngestAnswer> judged(byte[] body) {
            return features.ingest(admitted.caller().tenant(), admitted.limits().features(), body);
        }

        private void answered(@Nullable IngestAnswer answer, @Nullable Throwable failure) {
            if (stay != null) {
                stay.leave();
            }
            if (Context.isOnEventLoopThread() && context.equals(Vertx.currentContext())) {
                tell(answer, failure);
            } else {
                context.runOnContext(then -> tell(answer, failure));
            }
        }

        private void tell(@Nullable IngestAnswer answer, @Nullable Throwable failure) {
            if (answer == null) {
                refuse(failure == null ? new IllegalStateException("a post without an answer") : failure);
            } else {
                accept(answer);
            }
        }

        private void accept(IngestAnswer answer) {
            int status = answer.complete() ? OK : MULTI_STATUS;
            HttpServerResponse response = request.response();
            // nobody has set any before, so none has to be looked for
            response.headers().add(HttpHeaders.CONTENT_TYPE, JSON_ANSWER).add(ID_HEADER, id);
            if (status != OK) {
                response.setStatusCode(status); // an answer is 200 until told otherwise
            }
            response.end(Buffer.buffer(AnswerJson.write(id, answer)));
            began.answered(status);
        }

        private void refuse(Throwable failure) {
            FeatureIngestRoute.this.refuse(request, context, id, failure, began);
        }
    }

    private void refuse(
            HttpServerRequest request, Context context, String id, Throwable failure, CallTimes.Began began) {
        calls.refuse(request, context, id, failure);
        began.answered(request.response().getStatusCode());
    }
}
