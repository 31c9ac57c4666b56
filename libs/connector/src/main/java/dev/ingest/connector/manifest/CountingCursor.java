package dev.ingest.connector.manifest;

import java.util.Optional;

/**
 * Incremental reading by a number that only grows.
 *
 * @param start where the first read begins; zero where it is absent
 * @param startOption where requests carry the start
 */
public record CountingCursor(
        String manifestPath, Interpolated field, Optional<Interpolated> start, Optional<RequestOption> startOption)
        implements StreamCursor {
    @Override
    public boolean clientSide() {
        return false;
    }
}
