package dev.ingest.connector.http;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What refreshes gave and the credential's store has not taken yet. A refresh token that can be used once is used: until the
 * next one is stored it exists here alone. Thread-safe.
 */
public final class UnsavedGrants {
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();

    /**
     * @param used the credential that was used up
     * @param changed what takes its place
     * @param token the access token that came with it
     */
    record Grant(CredentialStore.Credentials used, Map<String, String> changed, TokenCache.Token token) {}

    void keep(String credential, Grant grant) {
        grants.put(credential, grant);
    }

    Optional<Grant> find(String credential) {
        return Optional.ofNullable(grants.get(credential));
    }

    void forget(String credential, Grant grant) {
        grants.remove(credential, grant);
    }
}
