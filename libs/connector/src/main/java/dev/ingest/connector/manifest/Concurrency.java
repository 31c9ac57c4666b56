package dev.ingest.connector.manifest;

import java.util.Optional;

/** How many slices of one configuration are read at once; advice to whoever schedules. */
public record Concurrency(Interpolated preferred, Optional<Integer> most) {}
