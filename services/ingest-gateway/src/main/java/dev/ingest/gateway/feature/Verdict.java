package dev.ingest.gateway.feature;

/** What validation says of one record. */
sealed interface Verdict {
    /** @param bytes the record as it goes on: its own bytes, time stamps in UTC */
    record Accepted(byte[] bytes) implements Verdict {}

    /** @param error the first reason */
    record Rejected(RecordError error) implements Verdict {}
}
