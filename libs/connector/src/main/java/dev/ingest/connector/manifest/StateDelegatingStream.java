package dev.ingest.connector.manifest;

import java.util.Optional;

/**
 * Reads as one stream until there is a checkpoint, as another from then on.
 *
 * @param retention ISO-8601 duration for which the API keeps changes: an older checkpoint is read in full again
 */
public record StateDelegatingStream(
        String path,
        String name,
        StreamDefinition fullRefresh,
        StreamDefinition incremental,
        Optional<Interpolated> retention)
        implements ManifestStream {}
