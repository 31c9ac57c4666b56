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
    public AccessTokenSpec {
        roles = Set.copyOf(roles);
        networks = List.copyOf(networks);
    }
}
