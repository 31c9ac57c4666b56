package dev.ingest.connector.http;

import java.io.IOException;
import java.util.Optional;

/**
 * How one try went.
 *
 * @param response what can be looked at of the answer; without a body where that still arrives
 * @param answer none where no answer came
 * @param problem for messages
 */
record Outcome(Verdict verdict, Optional<ApiResponse> response, Optional<Answer> answer, String problem) {
    static Outcome whole(Verdict verdict, ApiResponse response) {
        return new Outcome(
                verdict,
                Optional.of(response),
                Optional.of(new Answer.Whole(response)),
                "answered " + response.status());
    }

    static Outcome arriving(Verdict verdict, Transport.Arriving arriving) {
        return new Outcome(
                verdict,
                Optional.of(new ApiResponse(arriving.head(), new byte[0])),
                Optional.of(new Answer.Arriving(arriving.head(), arriving.body())),
                "answered " + arriving.head().status());
    }

    static Outcome unanswered(Verdict verdict, String problem) {
        return new Outcome(verdict, Optional.empty(), Optional.empty(), problem);
    }

    int status() {
        return response.map(ApiResponse::status).orElse(0);
    }

    /** Gives the connection up where the body still arrives. */
    void drop() {
        if (answer.orElse(null) instanceof Answer.Arriving(var head, var body)) {
            try {
                body.close();
            } catch (IOException failed) {
                throw new ReadException(
                        ReadException.Kind.TRANSIENT, head.request() + ": the connection could not be closed", failed);
            }
        }
    }
}
