package dev.ingest.connector.http;

import dev.ingest.connector.Compatibility;
import dev.ingest.connector.json.JsonDocument;
import dev.ingest.connector.manifest.ErrorHandler.Action;
import dev.ingest.connector.manifest.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Sends a request once, when the API's budget allows it, and says what the answer means. */
final class Sending {
    private final HttpSession session;
    private final Source source;
    private final Deadline deadline;
    private final PoolAuthentication pools;
    private final Traffic traffic;
    private final Transport transport;

    /** @param lease of the pooled token it went out with */
    record Sent(Outcome outcome, Optional<PoolAuthentication.Lease> lease) {}

    Sending(HttpSession session, Source source, Deadline deadline, PoolAuthentication pools, Traffic traffic) {
        this.session = session;
        this.source = source;
        this.deadline = deadline;
        this.pools = pools;
        this.traffic = traffic;
        this.transport = new Transport(session);
    }

    Sent send(RequestComposer.Composed composed, Call call) {
        Optional<PoolAuthentication.Lease> lease =
                composed.pool().map(pool -> pools.lease(pool, composed.request(), call.scope()));
        ApiRequest request = lease.map(PoolAuthentication.Lease::request).orElse(composed.request());
        Optional<String> key = call.streamed() ? Optional.empty() : ResponseCache.key(call.requester(), request);
        Optional<ApiResponse> kept =
                key.flatMap(each -> session.cache().find(each, session.clock().instant()));
        if (kept.isPresent()) {
            return new Sent(Outcome.whole(judge(kept.get(), call), kept.get()), lease);
        }
        await(request, call, lease.isPresent());
        Outcome outcome = exchange(request, call);
        outcome.response().ifPresent(response -> {
            lease.ifPresent(each -> each.learn(response));
            learn(request, response, lease.isPresent());
            key.ifPresent(
                    each -> session.cache().keep(each, response, session.clock().instant()));
        });
        return new Sent(outcome, lease);
    }

    private void await(ApiRequest request, Call call, boolean pooled) {
        if (source.compatibility() == Compatibility.DEFAULT && !pooled) {
            session.budget().heldUntil(request.uri()).ifPresent(this::pauseUntil);
        }
        source.budget().ifPresent(budget -> {
            Budget.Taken taken = session.budget().take(budget, request, call.scope(), deadline.latest());
            while (!taken.taken()) {
                pauseUntil(taken.at());
                taken = session.budget().take(budget, request, call.scope(), deadline.latest());
            }
            pauseUntil(taken.at());
        });
    }

    private void pauseUntil(Instant moment) {
        Duration wait = Duration.between(session.clock().instant(), moment);
        if (wait.isPositive()) {
            deadline.pause(wait);
        }
    }

    /** A pooled token's limits are its own: they are no reason for the others to wait. */
    private void learn(ApiRequest request, ApiResponse response, boolean pooled) {
        source.budget().ifPresent(budget -> session.budget().learn(budget, request, response));
        if (source.compatibility() == Compatibility.DEFAULT && !pooled) {
            RateLimitHeaders.freeAt(response, session.clock().instant())
                    .ifPresent(moment -> session.budget().hold(request.uri(), moment));
        }
    }

    private Outcome exchange(ApiRequest request, Call call) {
        try {
            return call.streamed() ? open(request, call) : judged(transport.send(request, deadline.timeout()), call);
        } catch (IOException failed) {
            traffic.asked();
            return Outcome.unanswered(Verdict.of(Action.RETRY), Transport.problem(failed));
        }
    }

    private static Verdict judge(ApiResponse response, Call call) {
        return ErrorRules.judge(call.requester().errorHandler(), response, call.scope());
    }

    private Outcome judged(ApiResponse response, Call call) {
        traffic.asked();
        traffic.arrived(response.body().length);
        return Outcome.whole(judge(response, call), response);
    }

    private Outcome open(ApiRequest request, Call call) throws IOException {
        Transport.Arriving arriving = transport.open(request, deadline.timeout(), deadline.bodyTimeout());
        try {
            if (arriving.head().isError()) {
                return whole(arriving, call);
            }
            if (ErrorRules.looksAtBody(call.requester().errorHandler())) {
                return begun(arriving, call);
            }
            traffic.asked();
            return Outcome.arriving(judge(new ApiResponse(arriving.head(), new byte[0]), call), arriving);
        } catch (IOException | RuntimeException failed) {
            arriving.close();
            throw failed;
        }
    }

    private Outcome whole(Transport.Arriving arriving, Call call) throws IOException {
        try (arriving) {
            return judged(transport.whole(arriving), call);
        }
    }

    /** Filters see the beginning of the body. One that is no longer than that is there as a whole. */
    private Outcome begun(Transport.Arriving arriving, Call call) throws IOException {
        byte[] beginning = new byte[ErrorRules.JUDGED_BYTES];
        // In pieces: to read in one piece the rest is asked for as well, however long it is.
        int length = arriving.body().readNBytes(beginning, 0, beginning.length);
        if (length < beginning.length) {
            try (arriving) {
                return judged(new ApiResponse(arriving.head(), Arrays.copyOf(beginning, length)), call);
            }
        }
        traffic.asked();
        // Of a document that is cut nobody can say what its fields are: it has none, rather than a wrong one.
        byte[] seen = JsonDocument.isCutOff(beginning) ? new byte[0] : beginning;
        InputStream body = new SequenceInputStream(new ByteArrayInputStream(beginning), arriving.body());
        return Outcome.arriving(
                judge(new ApiResponse(arriving.head(), seen), call), new Transport.Arriving(arriving.head(), body));
    }
}
