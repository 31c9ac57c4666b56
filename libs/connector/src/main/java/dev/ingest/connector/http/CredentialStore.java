package dev.ingest.connector.http;

import java.util.Map;

/**
 * Where a credential's values are kept, for tokens that change while they are used: an API that rotates refresh tokens takes each
 * one once. Several processes may hold the same credential, so a value is replaced only against the version it was read at.
 */
public interface CredentialStore {
    /**
     * @param version changes with every replacement, whoever makes it
     * @param values by the dotted path at which the configuration holds them: {@code credentials.refresh_token}
     */
    record Credentials(long version, Map<String, String> values) {
        public Credentials {
            values = Map.copyOf(values);
        }

        @Override
        public String toString() {
            return "Credentials[version=" + version + ", keys=" + values.keySet() + "]";
        }
    }

    /** The values as they are now, never from a cache. */
    Credentials read();

    /**
     * Stores values beside those of the same version that are not named.
     *
     * @param values by dotted path, only those that change
     * @return false if the version has passed: nothing was stored, and {@link #read} gives the winner's values
     */
    boolean replace(long expectedVersion, Map<String, String> values);
}
