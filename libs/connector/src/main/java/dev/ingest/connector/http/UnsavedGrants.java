package dev.ingest.connector.http;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What refreshes gave and the credential's store has not taken yet. A refresh token that can be used once is used: until the
 * next one is stored it exists here alone. Thread-safe.
 */
public final class UnsavedGrants {
    private final Map<Place, Grant> grants = new ConcurrentHashMap<>();

    /**
     * Where a grant belongs.
     *
     * @param store of the credential, told from others by identity
     * @param url it was refreshed at
     * @param refreshToken its name in the store
     */
    record Place(CredentialStore store, String url, String refreshToken) {}

    /**
     * @param used the credential that was used up
     * @param changed what takes its place
     * @param token the access token that came with it
     */
    record Grant(CredentialStore.Credentials used, Map<String, String> changed, TokenCache.Token token) {}

    void keep(Place place, Grant grant) {
        grants.put(place, grant);
    }

    Optional<Grant> find(Place place) {
        return Optional.ofNullable(grants.get(place));
    }

    void forget(Place place, Grant grant) {
        grants.remove(place, grant);
    }
}
