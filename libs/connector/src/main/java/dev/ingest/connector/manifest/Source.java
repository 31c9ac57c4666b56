package dev.ingest.connector.manifest;

import dev.ingest.connector.Compatibility;
import java.util.List;
import java.util.Optional;

/**
 * A whole manifest.
 *
 * @param compatibility what the manifest says, or what its loader said instead
 */
public record Source(
        String version, Compatibility compatibility, List<StreamDefinition> streams, Spec spec, Check check) {
    /** The streams whose first record proves that the connector works. */
    public record Check(List<String> streamNames) {}

    public Optional<StreamDefinition> stream(String name) {
        return streams.stream().filter(stream -> stream.name().equals(name)).findFirst();
    }

    public Source with(Compatibility chosen) {
        return new Source(version, chosen, streams, spec, check);
    }
}
