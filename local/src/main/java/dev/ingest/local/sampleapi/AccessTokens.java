package dev.ingest.local.sampleapi;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bearer tokens that are good for half a minute, so that no run gets through on one. */
final class AccessTokens {
    static final Duration LIFETIME = Duration.ofSeconds(30);

    private static final int TOKENS_MAX = 10_000;
    private static final int TOKEN_BYTES = 24;

    private final Map<String, Instant> expiries = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    AccessTokens(Clock clock) {
        this.clock = clock;
    }

    String issue() {
        Instant now = clock.instant();
        expiries.values().removeIf(expiry -> expiry.isBefore(now));
        if (expiries.size() >= TOKENS_MAX) {
            throw new BadRequest("too many tokens: " + TOKENS_MAX + " are good now");
        }
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        expiries.put(token, now.plus(LIFETIME));
        return token;
    }

    boolean isGood(String token) {
        return clock.instant().isBefore(expiries.getOrDefault(token, Instant.MIN));
    }
}
