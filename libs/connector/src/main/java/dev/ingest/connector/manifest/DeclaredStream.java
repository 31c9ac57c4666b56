package dev.ingest.connector.manifest;

import java.util.Optional;

/** @param condition of the configuration under which the stream is there; absent for always */
public record DeclaredStream(ManifestStream stream, Optional<Interpolated> condition) {}
