package dev.ingest.platform.secret;

import java.util.Map;

/**
 * What a credential's name stands for.
 *
 * @param version another one after each write; for check-and-set
 * @param values by key
 */
public record Secret(long version, Map<String, String> values) {
    public Secret {
        values = Map.copyOf(values);
    }

    /** The keys only: a secret that is logged by accident stays one. */
    @Override
    public String toString() {
        return "Secret[version=%d, keys=%s]".formatted(version, values.keySet());
    }
}
