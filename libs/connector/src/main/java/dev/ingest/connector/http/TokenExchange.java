package dev.ingest.connector.http;

import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.io.IOException;
import java.time.Duration;

/** Sends the requests that tokens come from: few tries, and a refusal is a matter of the credential. */
final class TokenExchange {
    private static final int TRIES = 3;

    private final Deadline deadline;
    private final Transport transport;

    TokenExchange(HttpSession session, Deadline deadline) {
        this.deadline = deadline;
        this.transport = new Transport(session);
    }

    /** @param toCheck what a user should look at when the request is refused */
    ApiResponse send(ApiRequest request, String toCheck) {
        String problem = "";
        for (int i = 0; i < TRIES; i++) {
            if (i > 0) {
                deadline.pause(Duration.ofSeconds(i));
            }
            try {
                ApiResponse response = transport.send(request, deadline.timeout());
                if (!response.isError()) {
                    return response;
                }
                if (response.status() < 500 && response.status() != 429 && response.status() != 408) {
                    throw refused(response, toCheck);
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

    private static ReadException refused(ApiResponse response, String toCheck) {
        String error = response.json() instanceof Value.Dict body
                ? body.at("error").map(Python::str).orElse("")
                : "";
        String reason = error.isEmpty() ? "" : " (" + (error.length() > 80 ? error.substring(0, 80) : error) + ")";
        return new ReadException(
                ReadException.Kind.AUTH,
                "token request " + response.request() + " answered " + response.status() + reason + ": check "
                        + toCheck);
    }
}
