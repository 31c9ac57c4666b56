package dev.ingest.connector.manifest;

/** What a manifest's list of streams, or a parent's place, can hold. */
public sealed interface ManifestStream permits StreamDefinition, StateDelegatingStream {
    String path();

    String name();

    /** How it is read from the beginning. */
    StreamDefinition fullRefresh();

    /** How it is read from a checkpoint. */
    StreamDefinition incremental();
}
