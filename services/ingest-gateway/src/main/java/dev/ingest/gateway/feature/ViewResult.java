package dev.ingest.gateway.feature;

import java.util.Optional;

/**
 * What became of a source's accepted records in one feature view.
 *
 * @param name the view's name
 * @param version its version
 * @param error why it has not got them, or nothing
 */
record ViewResult(String name, String version, Optional<ViewError> error) {}
