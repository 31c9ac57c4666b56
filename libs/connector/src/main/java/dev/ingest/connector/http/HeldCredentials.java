package dev.ingest.connector.http;

import java.util.HashMap;
import java.util.Map;

/** Rotated tokens where nobody stores them: they live as long as the session. Thread-safe. */
final class HeldCredentials implements CredentialStore {
    private long version;
    private final Map<String, String> values = new HashMap<>();

    @Override
    public synchronized Credentials read() {
        return new Credentials(version, values);
    }

    @Override
    public synchronized boolean replace(long expectedVersion, Map<String, String> changed) {
        if (expectedVersion != version) {
            return false;
        }
        values.putAll(changed);
        version++;
        return true;
    }
}
