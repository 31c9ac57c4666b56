package dev.ingest.gateway.http;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The one way in for all posts that {@link FeatureIngestRoute} does not take straight. On the event loop: who calls, whether the rate
 * allows it, whether it may be read at all. Then it goes on to its resource, where its body comes in ({@link Posts}), still on the
 * event loop: no thread waits for a caller.
 */
@Singleton
final class Entrance {
    private static final String JSON = "application/json";

    private final Posts posts;
    private final Callers callers;
    private final EventLoopCalls calls;

    Entrance(Posts posts, Callers callers, EventLoopCalls calls) {
        this.posts = posts;
        this.callers = callers;
        this.calls = calls;
    }

    /** Behind what the framework does to see who calls, before the resources. */
    void register(@Observes Router router) {
        for (Way way : Way.values()) {
            router.post(way.path())
                    .order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT)
                    .handler(call -> enter(call, way));
        }
    }

    private void enter(RoutingContext call, Way way) {
        Context context = call.vertx().getOrCreateContext();
        String id = posts.requestId(call.request());
        Optional<IngestException> full = posts.refusal();
        if (full.isPresent()) {
            calls.refuse(call.request(), context, id, full.get());
            return;
        }
        callers.of(call, context, way)
                .thenCompose(admitted -> letIn(call, context, way, admitted, id))
                .whenComplete((arrival, failure) -> {
                    if (failure == null) {
                        arrival.carry(call);
                        call.next();
                    } else {
                        calls.refuse(call.request(), context, id, failure);
                    }
                });
    }

    private CompletionStage<Arrival> letIn(
            RoutingContext call, Context context, Way way, Admitted admitted, String id) {
        HttpServerRequest request = call.request();
        int limit = admitted.limits().bodyBytes();
        return EventLoopCalls.on(context, posts.rate(admitted)).thenApply(in -> {
            requireJson(request, way.otherType());
            Packing packing = Packing.of(Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_ENCODING)));
            long length = EventLoopCalls.length(request).orElse(0);
            if (length > limit) {
                throw Packing.tooLarge(limit);
            }
            Stay stay = posts.enter(admitted, length);
            call.addEndHandler(ended -> {
                stay.end();
                EventLoopCalls.endStream(request);
            });
            return new Arrival(id, admitted, packing, stay, context);
        });
    }

    /** Refuses a body that does not say that it is JSON. */
    private static void requireJson(HttpServerRequest request, ErrorCode refusal) {
        String type =
                Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE)).orElse("none");
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase(JSON)) {
            throw new IngestException(refusal, "Content-Type: %.100s (expected: application/json)".formatted(type));
        }
    }
}
