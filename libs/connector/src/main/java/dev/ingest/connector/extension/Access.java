package dev.ingest.connector.extension;

import dev.ingest.expression.Value;
import java.time.Instant;
import java.util.function.Supplier;

/** What a replacement may use of the session it runs in, within the caller's time and the session's limits. */
public interface Access {
    Value.Dict config();

    Instant now();

    /**
     * Asks the API. Failures of the network, 408, 429 and 5xx are tried again a few times; any other answer is given
     * back. Only public addresses, and those the operator allows, can be reached.
     */
    Reply send(OutgoingRequest request);

    /**
     * A token that is obtained once and kept until it expires, or until the API answers 401.
     *
     * @param name tells it from other tokens of the same configuration
     * @param obtain is called by one thread at a time
     */
    String token(String name, Supplier<IssuedToken> obtain);

    /** @param expires after which it is of no more use */
    record IssuedToken(String value, Instant expires) {
        @Override
        public String toString() {
            return "token until " + expires;
        }
    }
}
