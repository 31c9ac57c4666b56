package dev.ingest.writer.parked;

import dev.ingest.contracts.event.SliceFailed;

/**
 * What keeps messages from becoming rows.
 *
 * @param kind who has to act
 * @param reason what is wrong
 */
public record Trouble(SliceFailed.Kind kind, String reason) {}
