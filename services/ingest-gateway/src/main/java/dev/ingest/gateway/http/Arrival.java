package dev.ingest.gateway.http;

import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A post that has been let in, and whose body is still to come.
 *
 * @param id which call it is
 * @param admitted whose it is
 * @param packing how its body is packed
 * @param stay what it holds until it is answered
 * @param context its event loop
 */
record Arrival(String id, Admitted admitted, Packing packing, Stay stay, Context context) {
    private static final String KEY = Arrival.class.getName();

    /** The post of a call; nothing if it came another way than by the {@link Entrance}. */
    static Optional<Arrival> of(RoutingContext call) {
        return Optional.ofNullable(call.get(KEY));
    }

    void carry(RoutingContext call) {
        call.put(KEY, this);
    }

    /** In bytes, of the body as it comes and of what it unpacks to. */
    int limit() {
        return admitted.limits().bodyBytes();
    }

    /**
     * Handles the post on a thread that may wait, if as many as may are not handled already; lets it leave then.
     *
     * @param body as it came
     */
    <T> CompletionStage<T> handle(byte[] body, Function<Arrived, CompletionStage<T>> work) {
        stay.admit();
        Callable<CompletionStage<T>> handling = () -> {
            stay.handle();
            try {
                byte[] unpacked = packing.unpacked(body, limit(), stay::grow);
                return work.apply(new Arrived(id, admitted.caller(), unpacked))
                        .whenComplete((answer, failure) -> stay.leave());
            } catch (RuntimeException refused) {
                stay.leave();
                throw refused;
            }
        };
        return context.executeBlocking(handling, false).toCompletionStage().thenCompose(stage -> stage);
    }
}
