package dev.ingest.connector.http;

import dev.ingest.connector.Compatibility;
import dev.ingest.connector.manifest.ErrorHandler.Action;
import dev.ingest.connector.manifest.ErrorHandler.FailureType;
import dev.ingest.connector.manifest.Requester;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Value;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sends a requester's requests until one is answered for good. One per slice: it knows the deadline and counts. */
public final class ApiClient {
    private final HttpSession session;
    private final Instant deadline;
    private final Compatibility compatibility;
    private final Transport transport;
    private final RequestComposer composer;
    private final Waits waits;
    private long requests;
    private long bytes;

    public ApiClient(HttpSession session, Instant deadline, Compatibility compatibility) {
        this.session = session;
        this.deadline = deadline;
        this.compatibility = compatibility;
        this.transport = new Transport(session);
        this.composer = new RequestComposer(session, new TokenExchange(session, deadline));
        this.waits = new Waits(session);
    }

    public HttpSession session() {
        return session;
    }

    /** How closely the manifest's words are followed. */
    public Compatibility compatibility() {
        return compatibility;
    }

    /** Nothing begins after it. */
    public Instant deadline() {
        return deadline;
    }

    /** Requests answered so far, repeated ones included. */
    public long requests() {
        return requests;
    }

    /** Bytes of the answers so far, after decompression. */
    public long bytes() {
        return bytes;
    }

    private record Outcome(Verdict verdict, Optional<ApiResponse> response, String problem) {}

    /**
     * @param nextAddress of the next page, where its token is an address
     * @return the answer; one to be ignored still has its error status
     * @throws ReadException when there is no use in trying again
     * @throws DeferredException when the next try would come after the deadline
     */
    public ApiResponse fetch(
            Requester requester, Scope scope, List<Injection> injections, Optional<String> nextAddress) {
        int retries = Math.min(
                ErrorRules.maxRetries(requester.errorHandler(), scope),
                session.limits().maxRetries());
        boolean renewed = false;
        for (int attempt = 1; ; attempt++) {
            checkDeadline();
            RequestComposer.Composed composed = composer.compose(requester, scope, injections, nextAddress);
            Outcome outcome = send(composed.request(), requester, scope);
            Action action = outcome.verdict().action();
            if (action == Action.SUCCESS || action == Action.IGNORE) {
                return outcome.response().orElseThrow();
            }
            boolean expired = status(outcome) == 401 || action == Action.REFRESH_TOKEN_THEN_RETRY;
            if (expired && !renewed && composed.granted().isPresent()) {
                Granted refused = composed.granted().get();
                session.tokens().forget(refused.credential(), refused.token());
                renewed = true;
                continue;
            }
            if (action == Action.FAIL || attempt > retries) {
                throw failure(composed.request(), outcome, attempt);
            }
            pause(waits.after(outcome.response(), ErrorRules.backoffs(requester.errorHandler()), attempt, scope));
        }
    }

    private static int status(Outcome outcome) {
        return outcome.response().map(ApiResponse::status).orElse(0);
    }

    private Outcome send(ApiRequest request, Requester requester, Scope scope) {
        try {
            ApiResponse response = transport.send(request, timeout());
            requests++;
            bytes += response.body().length;
            Verdict verdict = ErrorRules.judge(requester.errorHandler(), response, scope);
            return new Outcome(verdict, Optional.of(response), "answered " + response.status());
        } catch (IOException failed) {
            requests++;
            return new Outcome(
                    Verdict.of(Action.RETRY), Optional.empty(), "did not answer (" + failed.getMessage() + ")");
        }
    }

    /** No request outlives the deadline; one cut short by it is tried again after, by whoever reads the rest. */
    private Duration timeout() {
        Duration most = session.limits().requestTimeout();
        Duration left = Duration.between(session.clock().instant(), deadline);
        return left.compareTo(most) < 0 ? left : most;
    }

    private void checkDeadline() {
        Instant now = session.clock().instant();
        if (!now.isBefore(deadline)) {
            throw new DeferredException(now);
        }
    }

    private void pause(Duration wait) {
        Instant next = session.clock().instant().plus(wait);
        if (!next.isBefore(deadline) || wait.compareTo(session.limits().maxWait()) > 0) {
            throw new DeferredException(next);
        }
        try {
            session.sleeper().sleep(wait);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ReadException(ReadException.Kind.TRANSIENT, "interrupted while waiting to try again", stopped);
        }
    }

    private static ReadException failure(ApiRequest request, Outcome outcome, int attempts) {
        int status = status(outcome);
        ReadException.Kind kind = kind(status, outcome.verdict());
        Value body = outcome.response().map(ApiResponse::json).orElse(Value.NONE);
        String said = outcome.verdict().message().orElseGet(() -> ErrorRules.errorText(body));
        String quoted = said.isEmpty() ? "" : ": " + (said.length() > 300 ? said.substring(0, 300) + "…" : said);
        String tries = attempts > 1 ? " after " + attempts + " tries" : "";
        return new ReadException(
                kind, request.describe() + " " + outcome.problem() + tries + quoted + "; " + advice(kind, status));
    }

    private static ReadException.Kind kind(int status, Verdict verdict) {
        if (status == 401 || status == 403) {
            return ReadException.Kind.AUTH;
        }
        if (status == 429 || verdict.action() == Action.RATE_LIMITED) {
            return ReadException.Kind.RATE_LIMIT;
        }
        if (verdict.failureType().isPresent()) {
            return verdict.failureType().get() == FailureType.TRANSIENT_ERROR
                    ? ReadException.Kind.TRANSIENT
                    : ReadException.Kind.CONFIG;
        }
        boolean retried = verdict.action() != Action.FAIL;
        return retried || status >= 500 || status == 408 ? ReadException.Kind.TRANSIENT : ReadException.Kind.CONFIG;
    }

    private static String advice(ReadException.Kind kind, int status) {
        return switch (kind) {
            case AUTH ->
                status == 403
                        ? "the credential lacks a permission for this address: grant it, or disable the stream"
                        : "the credential is refused: check or renew it";
            case RATE_LIMIT -> "the API limits the rate: run less often, or ask for a higher limit";
            case TRANSIENT -> "the API or the way to it is out of order: it will be tried again";
            case CONFIG -> "check the address and parameters in the manifest and the configuration";
        };
    }
}
