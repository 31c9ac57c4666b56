package dev.ingest.lake;

/**
 * A record that fits no row.
 *
 * @param id the same whenever the same message is read again; for a slice's record, also when another attempt brings it again
 * @param index of the record within its message, from 0
 * @param reason what does not fit and what was expected; it never quotes the record's values
 * @param record the record's own bytes
 */
public record Rejection(String id, Position position, int index, String reason, byte[] record) {

    /** By its place in the log. */
    static Rejection at(Position position, int index, String reason, byte[] record) {
        String id = position.topicId() + "-" + position.partition() + "-" + position.offset() + "-" + index;
        return new Rejection(id, position, index, reason, record);
    }

    Rejection withId(String other) {
        return new Rejection(other, position, index, reason, record);
    }
}
