package dev.ingest.connector.http;

import dev.ingest.connector.manifest.OAuth;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/** Sends the requests that tokens come from: few tries, and a refusal is a matter of the credential. */
final class TokenExchange {
    private static final int TRIES = 4;
    private static final int QUOTED_MAX = 80;

    private final Deadline deadline;
    private final Transport transport;

    TokenExchange(HttpSession session, Deadline deadline) {
        this.deadline = deadline;
        this.transport = new Transport(session);
    }

    Deadline deadline() {
        return deadline;
    }

    /** @param refusal how the API says that the refresh token is of no more use */
    ApiResponse send(ApiRequest request, OAuth.Refusal refusal) {
        ApiResponse response = send(request, each -> true);
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
        ApiResponse response = send(request, each -> !accepted.contains(each.status()));
        if (response.isError() && !accepted.contains(response.status())) {
            throw refused(response, "check " + toCheck);
        }
        return response;
    }

    private ApiResponse send(ApiRequest request, Predicate<ApiResponse> mayFail) {
        String problem = "";
        for (int i = 0; i < TRIES; i++) {
            if (i > 0) {
                deadline.pause(Duration.ofSeconds(1L << (i - 1)));
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
                problem = "did not answer: " + failed.getMessage();
            }
        }
        throw new ReadException(
                ReadException.Kind.TRANSIENT,
                "token request " + request.describe() + " " + problem + " (" + TRIES + " tries)");
    }

    private static ReadException refused(ApiResponse response, String advice) {
        String error = response.json() instanceof Value.Dict body
                ? body.at("error").map(Python::str).orElse("")
                : "";
        String reason = error.isEmpty()
                ? ""
                : " (" + (error.length() > QUOTED_MAX ? error.substring(0, QUOTED_MAX) : error) + ")";
        return new ReadException(
                ReadException.Kind.AUTH,
                "token request " + response.request() + " answered " + response.status() + reason + ": " + advice);
    }
}
