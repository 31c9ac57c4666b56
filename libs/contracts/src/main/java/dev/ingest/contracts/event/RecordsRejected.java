package dev.ingest.contracts.event;

import dev.ingest.contracts.TableRef;
import java.util.Optional;

/**
 * Records that fit no schema are in the table's dead letters.
 *
 * @param tenant whose table
 * @param table the table they were meant for
 * @param id the same when told again: deduplicate on it
 * @param slice the slice they came with, or none for pushed records
 * @param records how many
 * @param reason the first one's reason
 */
public record RecordsRejected(
        String tenant, TableRef table, String id, Optional<SliceAttempt> slice, int records, String reason)
        implements Fact {}
