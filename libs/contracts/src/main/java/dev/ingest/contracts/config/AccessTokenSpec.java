package dev.ingest.contracts.config;

import dev.ingest.contracts.Cidr;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What an ingest token that we issued stands for. Found by the SHA-256 of the token: the token itself is stored nowhere.
 *
 * @param tenant whose token
 * @param name the token's name
 * @param user who holds it
 * @param roles what it may do
 * @param networks from where it may be used, each as {@link Cidr}; from everywhere if there are none
 * @param expiresAt when it ends
 */
public record AccessTokenSpec(
        String tenant, String name, String user, Set<String> roles, List<String> networks, Instant expiresAt) {
    /** What a token that we issued starts with: it tells one apart where it was leaked. */
    public static final String PREFIX = "ingest_";

    /** Random bytes after it, in base64url without padding. */
    public static final int RANDOM_BYTES = 32;

    private static final int LENGTH = PREFIX.length() + (RANDOM_BYTES * 4 + 2) / 3;

    public AccessTokenSpec {
        roles = Set.copyOf(roles);
        networks = List.copyOf(networks);
    }

    /** Whether a text has the form of the tokens that we issue; no other one can be valid. */
    public static boolean isToken(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return false;
        }
        for (int at = PREFIX.length(); at < LENGTH; at++) {
            if (!isBase64Url(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBase64Url(char letter) {
        return letter >= 'a' && letter <= 'z'
                || letter >= 'A' && letter <= 'Z'
                || letter >= '0' && letter <= '9'
                || letter == '-'
                || letter == '_';
    }
}
