package dev.ingest.connector.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where rotated tokens of a credential are kept: in the store of the session, or with it, each credential for itself. Thread-safe. */
public final class CredentialStores {
    /** Most credentials that one session holds; forgetting one would lose a refresh token that nobody else has. */
    static final int CREDENTIALS_MAX = 10_000;

    private final Optional<CredentialStore> given;
    private final Map<String, HeldCredentials> held = new HashMap<>();

    CredentialStores(Optional<CredentialStore> given) {
        this.given = given;
    }

    /** @param credential a key that tells it from others */
    CredentialStore of(String credential) {
        return given.orElseGet(() -> held(credential));
    }

    private synchronized HeldCredentials held(String credential) {
        if (held.size() >= CREDENTIALS_MAX && !held.containsKey(credential)) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    "a session holds the rotated tokens of " + CREDENTIALS_MAX
                            + " credentials (limit: CREDENTIALS_MAX; expected a store that keeps them)");
        }
        return held.computeIfAbsent(credential, key -> new HeldCredentials());
    }
}
