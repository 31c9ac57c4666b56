package dev.ingest.scheduler.connector;

import java.util.Optional;

/**
 * One slice of a plan.
 *
 * @param start lower cursor bound in the stream's own format, or none
 * @param end upper cursor bound in the stream's own format, or none
 */
public record SliceBounds(Optional<String> start, Optional<String> end) {}
