package dev.ingest.lake;

import dev.ingest.contracts.record.Claim;
import java.time.Instant;
import java.util.Optional;

/**
 * A record that fitted no row.
 *
 * @param record its text; bytes that are no UTF-8 are replaced; empty with a claim
 * @param claim where its bytes are, if it was never read
 * @param slice whose page it was in; empty for a pushed record
 */
public record DeadLetter(
        String id,
        String reason,
        String record,
        Optional<Claim> claim,
        String stream,
        Optional<String> slice,
        Instant receivedAt) {

    /** One that was read. */
    public DeadLetter(
            String id, String reason, String record, String stream, Optional<String> slice, Instant receivedAt) {
        this(id, reason, record, Optional.empty(), stream, slice, receivedAt);
    }
}
