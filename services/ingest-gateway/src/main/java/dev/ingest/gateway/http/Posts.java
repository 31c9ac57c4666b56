package dev.ingest.gateway.http;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.rate.PostRates;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What all doors do with a post: name it, let it in, answer for it. */
@Singleton
class Posts {
    static final String REQUEST_ID = "X-Request-ID";

    /** What a caller's own request id may be; another one is replaced, for it would end up in logs as it is. */
    private static final Pattern SAFE_ID = Pattern.compile("[\\x21-\\x7E]{1,128}");

    private final Refusals refusals;
    private final Room room;
    private final PostRates rates;
    private final EventLoopCalls calls;
    private final CurrentVertxRequest current;
    private final Ulid ids = new Ulid(Clock.systemUTC());

    Posts(
            GatewaySettings settings,
            Refusals refusals,
            PostRates rates,
            EventLoopCalls calls,
            CurrentVertxRequest current) {
        this.rates = rates;
        this.refusals = refusals;
        this.room = new Room(Room.Limits.of(settings));
        this.calls = calls;
        this.current = current;
    }

    /**
     * Takes in the body of the current call's post, on its event loop, and handles it elsewhere; whatever goes wrong in it becomes its
     * answer. Of the threads that do so no more are asked for than posts are admitted.
     */
    Uni<Response> handle(Function<Arrived, CompletionStage<Response>> work) {
        RoutingContext call = current.getCurrent();
        // another way in than by its path, with a matrix parameter for example
        Arrival post = Arrival.of(call).orElseThrow(NotFoundException::new);
        return Uni.createFrom()
                .completionStage(() -> body(call.request(), post).thenCompose(body -> post.handle(body, work)))
                .onFailure()
                .recoverWithItem(failure -> refusals.of(post.id(), failure));
    }

    private CompletionStage<byte[]> body(HttpServerRequest request, Arrival post) {
        return calls.body(request, post.context(), post.limit(), post.stay()).whenComplete((body, failure) -> {
            if (failure != null) {
                calls.forgetBody(request, post.context());
            }
        });
    }

    /** The caller's own name for a call, or a new one. */
    String requestId(HttpServerRequest call) {
        return Optional.ofNullable(call.getHeader(REQUEST_ID))
                .filter(id -> SAFE_ID.matcher(id).matches())
                .orElseGet(() -> "req_" + ids.next());
    }

    /** Completes if the caller's rate allows one post more. Does not wait. */
    CompletionStage<@Nullable Void> rate(Admitted admitted) {
        return rates.admit(
                admitted.caller().tenant(),
                admitted.limits().ofTenant(),
                admitted.caller().holder(),
                admitted.limits().ofHolder());
    }

    /** Lets a post's body come in; throws as {@link Room#enter} does. */
    Stay enter(Admitted admitted, long length) {
        return room.enter(admitted.caller(), length);
    }

    /** Nothing while there is room for a post; otherwise what one more is told. */
    Optional<IngestException> refusal() {
        return room.refusal();
    }
}
