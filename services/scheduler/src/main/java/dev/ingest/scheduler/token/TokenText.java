package dev.ingest.scheduler.token;

import dev.ingest.scheduler.http.Sha256;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A new token. A hash without salt or stretching is enough for it: 256 random bits cannot be guessed.
 *
 * @param value what its owner sends
 */
record TokenText(String value) {
    /** Tells a token of ours apart where one was leaked. */
    private static final String PREFIX = "ingest_";

    private static final int BYTES = 32;

    static TokenText random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new TokenText(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    String sha256() {
        return Sha256.hex(value);
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
