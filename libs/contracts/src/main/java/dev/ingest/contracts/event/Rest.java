package dev.ingest.contracts.event;

import java.time.Instant;

/**
 * What a slice left when its source asked to wait longer than a drain may. It travels with the commit of what was fetched, so that
 * the one is never known without the other.
 *
 * @param cursor where the rest begins, JSON: the {@link SliceRequested#state} that asks for it
 * @param notBefore when the source will answer again
 */
public record Rest(String cursor, Instant notBefore) {}
