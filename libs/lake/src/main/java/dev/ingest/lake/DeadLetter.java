package dev.ingest.lake;

import dev.ingest.contracts.record.Claim;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * A record that fitted no row.
 *
 * @param record its text; bytes that are no UTF-8 are replaced; empty with a claim
 * @param noText its own bytes, where its text is not all of it
 * @param claim where its bytes are, if it was never read
 * @param slice whose page it was in; empty for a pushed record
 */
public record DeadLetter(
        String id,
        String reason,
        String record,
        Optional<ByteBuffer> noText,
        Optional<Claim> claim,
        String stream,
        Optional<String> slice,
        Instant receivedAt) {

    /** The record's own bytes; none with a claim. */
    public byte[] bytes() {
        return noText.map(bytes -> {
                    byte[] copy = new byte[bytes.remaining()];
                    bytes.duplicate().get(copy);
                    return copy;
                })
                .orElseGet(() -> record.getBytes(StandardCharsets.UTF_8));
    }

    /** One that was read. */
    public DeadLetter(
            String id, String reason, String record, String stream, Optional<String> slice, Instant receivedAt) {
        this(id, reason, record, Optional.empty(), Optional.empty(), stream, slice, receivedAt);
    }
}
