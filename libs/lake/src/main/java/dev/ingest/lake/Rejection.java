package dev.ingest.lake;

import dev.ingest.contracts.record.Claim;
import java.util.Optional;

/**
 * A record that fits no row.
 *
 * @param id the same whenever the same message is read again; for a slice's record, also when another attempt brings it again
 * @param index of the record within its message, from 0
 * @param reason what does not fit and what was expected; it never quotes the record's values
 * @param record the record's own bytes; none with a claim
 * @param claim where its bytes are, if they were not read
 * @param replayable false where the table's policy is to do without such records
 */
public record Rejection(
        String id,
        Position position,
        int index,
        String reason,
        byte[] record,
        Optional<Claim> claim,
        boolean replayable) {

    /** By its place in the log. */
    static Rejection at(Position position, int index, String reason, byte[] record) {
        return new Rejection(id(position, index), position, index, reason, record, Optional.empty(), true);
    }

    /** Of the one record of a message, which was not read. */
    static Rejection of(Position position, Message.Refused refused) {
        return new Rejection(
                id(position, 0), position, 0, refused.reason(), new byte[0], Optional.of(refused.claim()), true);
    }

    private static String id(Position position, int index) {
        return position.topicId() + "-" + position.partition() + "-" + position.offset() + "-" + index;
    }

    /** The same, whose bytes are kept elsewhere. */
    public Rejection keptAt(Claim other) {
        return new Rejection(id, position, index, reason, new byte[0], Optional.of(other), replayable);
    }

    Rejection forGood() {
        return new Rejection(id, position, index, reason, record, claim, false);
    }

    Rejection withId(String other) {
        return new Rejection(other, position, index, reason, record, claim, replayable);
    }
}
