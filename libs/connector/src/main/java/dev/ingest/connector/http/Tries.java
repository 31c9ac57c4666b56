package dev.ingest.connector.http;

import dev.ingest.connector.Compatibility;
import dev.ingest.connector.manifest.ErrorHandler.Action;
import dev.ingest.connector.manifest.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Sends a request again until its answer counts. */
final class Tries {
    /** The wait before another token is used, which a rate limit of this one does not concern. */
    private static final Duration ANOTHER_TOKEN = Duration.ofMillis(100).plus(Waits.STRATEGY_EXTRA);

    private static final int UNAUTHORIZED = 401;

    private final HttpSession session;
    private final Source source;
    private final Deadline deadline;
    private final RequestComposer composer;
    private final Sending sending;
    private final Waits waits;
    private final SpentTries spent = new SpentTries();

    Tries(HttpSession session, Source source, Deadline deadline, Traffic traffic) {
        this.session = session;
        this.source = source;
        this.deadline = deadline;
        TokenExchange exchange = new TokenExchange(session, deadline);
        SessionTokens logins = new SessionTokens(session, exchange, this::whole);
        this.composer = new RequestComposer(new Authentication(session, exchange, logins), isDefault());
        this.sending = new Sending(session, source, deadline, new PoolAuthentication(session, exchange), traffic);
        this.waits = new Waits(session, source.compatibility());
    }

    private ApiResponse whole(Call call) {
        return switch (answer(call)) {
            case Answer.Whole(var response) -> response;
            case Answer.Arriving arriving -> throw new IllegalStateException("a whole answer was asked for");
        };
    }

    SpentTries spent() {
        return spent;
    }

    /** A request that is deferred after a try has its tries kept; one that the API's budget holds back has made none. */
    Answer answer(Call call) {
        Retries retries = retries(call);
        try {
            return answer(call, retries);
        } catch (DeferredException deferred) {
            if (retries.attempt() > 1) {
                spent.keep(call, retries.spent(now()));
            }
            throw deferred;
        }
    }

    private Retries retries(Call call) {
        int most = ErrorRules.maxRetries(call.requester().errorHandler(), call.scope());
        return new Retries(Math.min(most, session.limits().maxRetries()), ErrorRules.MAX_TIME, spent.take(call), now());
    }

    private Answer answer(Call call, Retries retries) {
        boolean renewed = false;
        while (true) {
            deadline.check();
            RequestComposer.Composed composed = composer.compose(call);
            Sending.Sent sent = sending.send(composed, call);
            Outcome outcome = sent.outcome();
            Action action = outcome.verdict().action();
            if (action == Action.SUCCESS || action == Action.IGNORE) {
                return outcome.answer().orElseThrow(() -> failed(composed, outcome, 1));
            }
            outcome.drop();
            if (action == Action.RESET_PAGINATION) {
                throw new PaginationResetException(composed.request().describe());
            }
            if (isRenewable(composed, outcome) && !renewed) {
                renew(composed.granted().orElseThrow());
                renewed = isDefault();
                if (renewed) {
                    retries.goOn(Duration.ZERO);
                    continue;
                }
            }
            Optional<Duration> wait = action == Action.FAIL || renewed && isRenewable(composed, outcome)
                    ? Optional.empty()
                    : wait(call, sent, retries);
            if (wait.isEmpty()) {
                throw failed(composed, outcome, retries.attempt());
            }
            retries.goOn(wait.get());
            deadline.pause(wait.get());
            retries.waited();
        }
    }

    private ReadException failed(RequestComposer.Composed composed, Outcome outcome, int attempts) {
        return Failures.of(composed.request(), outcome, attempts, session.redactor());
    }

    private boolean isDefault() {
        return source.compatibility() == Compatibility.DEFAULT;
    }

    /**
     * Whether a new token may help: in the language, where a filter says so, for OAuth, before every try; beyond it, wherever a token
     * that can be renewed is refused, but once.
     */
    private boolean isRenewable(RequestComposer.Composed composed, Outcome outcome) {
        Action action = outcome.verdict().action();
        boolean asked = action == Action.REFRESH_TOKEN_THEN_RETRY;
        return composed.granted()
                .filter(granted -> isDefault()
                        ? asked || outcome.status() == UNAUTHORIZED && action == Action.FAIL
                        : asked && granted.oauth())
                .isPresent();
    }

    private void renew(Granted refused) {
        session.tokens().forget(refused.credential(), refused.token());
    }

    private Instant now() {
        return session.clock().instant();
    }

    private Optional<Duration> wait(Call call, Sending.Sent sent, Retries retries) {
        Instant now = now();
        Outcome outcome = sent.outcome();
        boolean rateLimited = outcome.verdict().action() == Action.RATE_LIMITED;
        if (rateLimited
                && sent.lease().filter(PoolAuthentication.Lease::hasOther).isPresent()) {
            return retries.wait(ANOTHER_TOKEN, now);
        }
        Optional<Duration> asked = waits.asked(
                outcome.response(),
                ErrorRules.backoffs(call.requester().errorHandler()),
                retries.attempt(),
                call.scope());
        if (asked.isPresent()) {
            return retries.wait(asked.get(), now);
        }
        Optional<Duration> doubled = rateLimited ? retries.afterRateLimit(now) : retries.afterFailure(now);
        return doubled.map(waits::jittered);
    }
}
