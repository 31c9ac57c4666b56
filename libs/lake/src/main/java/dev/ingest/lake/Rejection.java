package dev.ingest.lake;

/**
 * A record that fits no row.
 *
 * @param index of the record within its message, from 0
 * @param reason what does not fit and what was expected; it never quotes the record's values
 * @param record the record's own bytes
 */
public record Rejection(Position position, int index, String reason, byte[] record) {

    /** The same whenever the same message is read again. */
    public String id() {
        return position.topicId() + "-" + position.partition() + "-" + position.offset() + "-" + index;
    }
}
