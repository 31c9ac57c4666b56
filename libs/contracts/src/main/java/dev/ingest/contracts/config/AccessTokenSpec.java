package dev.ingest.contracts.config;

import java.time.Instant;
import java.util.Set;

/**
 * What an ingest token that we issued stands for. Found by the SHA-256 of the token: the token itself is stored nowhere.
 *
 * @param tenant whose token
 * @param name the token's name
 * @param roles what it may do
 * @param expiresAt when it ends
 */
public record AccessTokenSpec(String tenant, String name, Set<String> roles, Instant expiresAt) {
    public AccessTokenSpec {
        roles = Set.copyOf(roles);
    }
}
