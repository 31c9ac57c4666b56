package dev.ingest.connector.http;

import dev.ingest.connector.manifest.OAuth;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Sends the requests that tokens come from: few tries, and a refusal is a matter of the credential. */
final class TokenExchange {
    private static final int TRIES = 4;
    private static final int QUOTED_MAX = 80;
    private static final String TOKEN_REQUEST = "token request ";
    /** With these a server says that it did nothing; of 502 and 504 only a gateway knows that the answer was lost. */
    private static final Set<Integer> NOTHING_DONE = Set.of(408, 429, 500, 501, 503);

    private final HttpSession session;
    private final Deadline deadline;
    private final Transport transport;

    TokenExchange(HttpSession session, Deadline deadline) {
        this.session = session;
        this.deadline = deadline;
        this.transport = new Transport(session);
    }

    Deadline deadline() {
        return deadline;
    }

    /** @param refusal how the API says that the refresh token is of no more use */
    ApiResponse send(ApiRequest request, OAuth.Refusal refusal) {
        return granted(send(TOKEN_REQUEST, request, each -> true), refusal);
    }

    /**
     * Sends what may not be sent again once it has been understood.
     *
     * @param end by which it is answered, or given up
     * @return none if nobody knows whether it was understood
     */
    Optional<ApiResponse> sendOnce(ApiRequest request, OAuth.Refusal refusal, Instant end) {
        return sendOnce(request, end).map(response -> granted(response, refusal));
    }

    /**
     * Exchanges what is good for one request only.
     *
     * @param toCheck what a user should look at when the request is refused
     * @param end by which it is answered, or given up
     * @return none if nobody knows whether it was understood
     */
    Optional<ApiResponse> sendOnce(ApiRequest request, String toCheck, Instant end) {
        return sendOnce(request, end).map(response -> {
            if (response.isError()) {
                throw refused(response, "check " + toCheck);
            }
            return response;
        });
    }

    private Optional<ApiResponse> sendOnce(ApiRequest request, Instant end) {
        String problem = "had no time left";
        for (int i = 0; i < TRIES; i++) {
            if (i > 0) {
                deadline.pause(pause(i));
            }
            Duration left = Duration.between(session.clock().instant(), end);
            if (!left.isPositive()) {
                break;
            }
            Duration most = deadline.timeout();
            try {
                ApiResponse response = transport.send(request, left.compareTo(most) < 0 ? left : most);
                if (!NOTHING_DONE.contains(response.status())) {
                    return response.status() >= 500 ? Optional.empty() : Optional.of(response);
                }
                problem = "answered " + response.status();
            } catch (IOException failed) {
                if (!isUnsent(failed) && !isUnsent(failed.getCause())) {
                    return Optional.empty();
                }
                problem = Transport.problem(failed);
            }
        }
        throw failed(TOKEN_REQUEST, request, problem);
    }

    /** Any answer but one that says that it may be different soon. */
    ApiResponse send(ApiRequest request) {
        return send("request ", request, each -> true);
    }

    private static boolean isUnsent(@Nullable Throwable failed) {
        return failed instanceof ConnectException
                || failed instanceof HttpConnectTimeoutException
                || failed instanceof UnknownHostException;
    }

    private static Duration pause(int tries) {
        return Duration.ofSeconds(1L << (tries - 1));
    }

    private ApiResponse granted(ApiResponse response, OAuth.Refusal refusal) {
        if (!response.isError()) {
            return response;
        }
        boolean used = refusal.statuses().contains(response.status())
                && response.json() instanceof Value.Dict body
                && body.at(refusal.key())
                        .map(Python::str)
                        .filter(refusal.values()::contains)
                        .isPresent();
        throw refused(
                response,
                used
                        ? "the refresh token is invalid, expired or already used: authorize the connection again"
                        : "check the client id, client secret and refresh token of the credential");
    }

    /** @param toCheck what a user should look at when the request is refused */
    ApiResponse send(ApiRequest request, String toCheck, Set<Integer> accepted) {
        ApiResponse response = send(TOKEN_REQUEST, request, each -> !accepted.contains(each.status()));
        if (response.isError() && !accepted.contains(response.status())) {
            throw refused(response, "check " + toCheck);
        }
        return response;
    }

    /** @param what it is, for messages */
    private ApiResponse send(String what, ApiRequest request, Predicate<ApiResponse> mayFail) {
        String problem = "";
        for (int i = 0; i < TRIES; i++) {
            if (i > 0) {
                deadline.pause(pause(i));
            }
            try {
                ApiResponse response = transport.send(request, deadline.timeout());
                boolean transientError =
                        response.status() >= 500 || response.status() == 429 || response.status() == 408;
                if (!transientError || !mayFail.test(response)) {
                    return response;
                }
                problem = "answered " + response.status();
            } catch (IOException failed) {
                problem = Transport.problem(failed);
            }
        }
        throw failed(what, request, problem);
    }

    private static ReadException failed(String what, ApiRequest request, String problem) {
        return new ReadException(
                ReadException.Kind.TRANSIENT, what + request.describe() + " " + problem + " (" + TRIES + " tries)");
    }

    private ReadException refused(ApiResponse response, String advice) {
        String error = response.json() instanceof Value.Dict body
                ? body.at("error").map(Python::str).orElse("")
                : "";
        String reason = error.isEmpty() ? "" : " (" + session.redactor().quote(error, QUOTED_MAX) + ")";
        return new ReadException(
                ReadException.Kind.AUTH,
                TOKEN_REQUEST + response.request() + " answered " + response.status() + reason + ": " + advice);
    }
}
