package dev.ingest.connector.http;

import dev.ingest.connector.Compatibility;
import dev.ingest.connector.manifest.ErrorHandler;
import dev.ingest.connector.manifest.ErrorHandler.Action;
import dev.ingest.connector.manifest.Source;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Sends a request again until its answer counts. */
final class Tries {
    private final HttpSession session;
    private final Source source;
    private final Deadline deadline;
    private final Traffic traffic;
    private final Transport transport;
    private final RequestComposer composer;
    private final Waits waits;

    Tries(HttpSession session, Source source, Deadline deadline, Traffic traffic) {
        this.session = session;
        this.source = source;
        this.deadline = deadline;
        this.traffic = traffic;
        this.transport = new Transport(session);
        this.composer = new RequestComposer(session, new TokenExchange(session, deadline));
        this.waits = new Waits(session, source.compatibility());
    }

    Answer answer(Call call) {
        ErrorHandler handler = call.requester().errorHandler();
        Retries retries = new Retries(
                Math.min(
                        ErrorRules.maxRetries(handler, call.scope()),
                        session.limits().maxRetries()),
                ErrorRules.MAX_TIME,
                session.clock().instant());
        boolean renewed = false;
        for (int attempt = 1; ; attempt++) {
            deadline.check();
            RequestComposer.Composed composed = composer.compose(call);
            Outcome outcome = send(composed.request(), call);
            Action action = outcome.verdict().action();
            if (action == Action.SUCCESS || action == Action.IGNORE) {
                return outcome.answer().orElseThrow(() -> Failures.of(composed.request(), outcome, 1));
            }
            drop(outcome);
            if (action == Action.RESET_PAGINATION) {
                throw new PaginationResetException(composed.request().describe());
            }
            if (isRefused(outcome) && composed.granted().isPresent() && !renewed) {
                renew(composed.granted().get());
                renewed = isDefault();
                if (renewed) {
                    continue;
                }
            }
            if (action == Action.FAIL || renewed && isRefused(outcome)) {
                throw Failures.of(composed.request(), outcome, attempt);
            }
            deadline.pause(
                    wait(call, outcome, retries, attempt).orElseThrow(failure(composed.request(), outcome, attempt)));
        }
    }

    private static java.util.function.Supplier<ReadException> failure(
            ApiRequest request, Outcome outcome, int attempt) {
        return () -> Failures.of(request, outcome, attempt);
    }

    private boolean isDefault() {
        return source.compatibility() == Compatibility.DEFAULT;
    }

    /** Beyond the language, any refused credential that can be renewed is, once. */
    private boolean isRefused(Outcome outcome) {
        return outcome.verdict().action() == Action.REFRESH_TOKEN_THEN_RETRY
                || isDefault() && outcome.status() == 401 && outcome.verdict().action() == Action.FAIL;
    }

    private void renew(Granted refused) {
        session.tokens().forget(refused.credential(), refused.token());
    }

    private Optional<Duration> wait(Call call, Outcome outcome, Retries retries, int attempt) {
        Instant now = session.clock().instant();
        Optional<Duration> asked = waits.asked(
                outcome.response(), ErrorRules.backoffs(call.requester().errorHandler()), attempt, call.scope());
        if (asked.isPresent()) {
            return retries.wait(asked.get(), now);
        }
        Optional<Duration> doubled = outcome.verdict().action() == Action.RATE_LIMITED
                ? retries.afterRateLimit(now)
                : retries.afterFailure(now);
        return doubled.map(waits::jittered);
    }

    private Outcome send(ApiRequest request, Call call) {
        try {
            return call.streamed() ? open(request, call) : fetch(request, call);
        } catch (IOException failed) {
            traffic.asked();
            return Outcome.unanswered(Verdict.of(Action.RETRY), String.valueOf(failed.getMessage()));
        }
    }

    private Outcome fetch(ApiRequest request, Call call) throws IOException {
        ApiResponse response = transport.send(request, deadline.timeout());
        return judged(response, call);
    }

    private Outcome judged(ApiResponse response, Call call) {
        traffic.asked();
        traffic.arrived(response.body().length);
        return Outcome.whole(ErrorRules.judge(call.requester().errorHandler(), response, call.scope()), response);
    }

    private Outcome open(ApiRequest request, Call call) throws IOException {
        Transport.Arriving arriving =
                transport.open(request, deadline.timeout(), session.limits().streamTimeout());
        ErrorHandler handler = call.requester().errorHandler();
        if (arriving.head().isError() || ErrorRules.looksAtBody(handler)) {
            try (arriving) {
                return judged(transport.whole(arriving), call);
            }
        }
        traffic.asked();
        ApiResponse seen = new ApiResponse(arriving.head(), new byte[0]);
        return Outcome.arriving(ErrorRules.judge(handler, seen, call.scope()), arriving);
    }

    private static void drop(Outcome outcome) {
        if (outcome.answer().orElse(null) instanceof Answer.Arriving(var head, var body)) {
            try {
                body.close();
            } catch (IOException failed) {
                throw new ReadException(
                        ReadException.Kind.TRANSIENT, head.request() + ": the connection could not be closed", failed);
            }
        }
    }
}
