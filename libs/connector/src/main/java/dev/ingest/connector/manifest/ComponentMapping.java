package dev.ingest.connector.manifest;

import java.util.List;
import java.util.Optional;

/**
 * A value written into a stream template.
 *
 * @param path in the template; {@code *} matches any name
 * @param create whether the path is made where the template has none
 */
public record ComponentMapping(
        List<Interpolated> path, TypedTemplate value, boolean create, Optional<Interpolated> condition) {}
