package dev.ingest.executor.drain;

import java.util.Map;
import java.util.Optional;

/**
 * What a manifest says about reading streams of one credential side by side.
 *
 * @param concurrency most at once, at least 1
 * @param groups for each stream that excludes others, the name of the group of which one stream at a time may be read
 */
public record StreamRules(int concurrency, Map<String, String> groups) {
    /** One after the other: nothing is known yet. */
    static final StreamRules ALONE = new StreamRules(1, Map.of());

    public StreamRules {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency: %d (expected: at least 1)".formatted(concurrency));
        }
        groups = Map.copyOf(groups);
    }

    Optional<String> group(String stream) {
        return Optional.ofNullable(groups.get(stream));
    }
}
