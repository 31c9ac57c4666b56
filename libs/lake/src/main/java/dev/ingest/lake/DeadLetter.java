package dev.ingest.lake;

import java.time.Instant;
import java.util.Optional;

/**
 * A record that fitted no row.
 *
 * @param record its text; bytes that are no UTF-8 are replaced
 * @param slice whose page it was in; empty for a pushed record
 */
public record DeadLetter(
        String id, String reason, String record, String stream, Optional<String> slice, Instant receivedAt) {}
