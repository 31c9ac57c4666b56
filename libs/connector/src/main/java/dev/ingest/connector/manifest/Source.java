package dev.ingest.connector.manifest;

import java.util.List;
import java.util.Optional;

/** A whole manifest. */
public record Source(String version, List<StreamDefinition> streams, Spec spec, Check check) {
    /** The streams whose first record proves that the connector works. */
    public record Check(List<String> streamNames) {}

    public Optional<StreamDefinition> stream(String name) {
        return streams.stream().filter(stream -> stream.name().equals(name)).findFirst();
    }
}
