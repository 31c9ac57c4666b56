package dev.ingest.scheduler.token;

import dev.ingest.contracts.config.AccessTokenSpec;
import dev.ingest.scheduler.http.Sha256;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A new token. A hash without salt or stretching is enough for it: 256 random bits cannot be guessed.
 *
 * @param value what its owner sends
 */
record TokenText(String value) {
    static TokenText random(SecureRandom random) {
        byte[] bytes = new byte[AccessTokenSpec.RANDOM_BYTES];
        random.nextBytes(bytes);
        return new TokenText(
                AccessTokenSpec.PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    String sha256() {
        return Sha256.hex(value);
    }

    @Override
    public String toString() {
        return AccessTokenSpec.PREFIX + "…";
    }
}
