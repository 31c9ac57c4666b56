package dev.ingest.lake;

import dev.ingest.contracts.record.Claim;
import java.util.Optional;

/**
 * One message of the log: records of one kind, one JSON object per line.
 *
 * @param ndjson the records' own bytes; not copied, so not to be changed
 * @param refused instead of records: the message's one record cannot become a row
 */
public record Message(Position position, Op op, byte[] ndjson, Optional<Refused> refused) {

    /**
     * A record that was not even read.
     *
     * @param claim where its bytes are, or should be
     */
    public record Refused(Claim claim, String reason) {}

    public Message(Position position, Op op, byte[] ndjson) {
        this(position, op, ndjson, Optional.empty());
    }

    /** A message whose record is rejected as it is. */
    public static Message refused(Position position, Op op, Claim claim, String reason) {
        return new Message(position, op, new byte[0], Optional.of(new Refused(claim, reason)));
    }
}
