package dev.ingest.platform.secret;

import java.util.Map;
import java.util.Optional;

/**
 * Where credentials are. Blocking. A store that cannot be reached throws an {@link
 * dev.ingest.contracts.error.IngestException} with code {@code UNAVAILABLE}.
 */
public interface SecretStore {
    /** The tenant's secret of that name. */
    Optional<Secret> read(String tenant, String name);

    /** Writes a secret, whatever was there. */
    void write(String tenant, String name, Map<String, String> values);

    /**
     * Writes a secret only if nobody else did since it was read: single-use refresh tokens survive two owners.
     *
     * @param expectedVersion the version that was read; 0 if there was none
     * @return whether it was written
     */
    boolean replace(String tenant, String name, long expectedVersion, Map<String, String> values);

    /** Forgets a secret; nothing happens if there is none. */
    void delete(String tenant, String name);
}
