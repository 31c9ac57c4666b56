package dev.ingest.contracts.record;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.SliceAttempt;
import java.util.Optional;

/**
 * One Kafka message on {@code ingest.records} that carries records of one table.
 *
 * @param tenant whose records
 * @param table where they go
 * @param stream the stream or stream source they come from
 * @param operation what they mean for the table
 * @param page which page of which slice, or none for pushed records
 * @param records how many records are in the body
 * @param body NDJSON: the records' own bytes, each followed by a newline, at most {@link #MAX_BODY_BYTES}; empty with a claim
 * @param claim where the envelope's one record is, if it was too large to be carried
 * @param refused why its one record, of which the claim has the beginning, can never be a row; none if it may be one
 * @param letter which of the table's dead letters its one record was; none if it comes for the first time
 */
public record Envelope(
        String tenant,
        TableRef table,
        String stream,
        Operation operation,
        Optional<Page> page,
        int records,
        byte[] body,
        Optional<Claim> claim,
        Optional<String> refused,
        Optional<String> letter) {

    /** Most bytes of one body: a message stays below Kafka's usual limit of 1 MiB with its headers. */
    public static final int MAX_BODY_BYTES = 900 * 1024;

    /**
     * @param attempt which try of which slice
     * @param number the page envelope's number within the attempt, from 1, without gaps
     */
    public record Page(SliceAttempt attempt, int number) {}

    public Envelope {
        if (claim.isPresent() && (records != 1 || body.length > 0)) {
            throw new IllegalArgumentException(
                    "envelope for %s: a claim with %d records and %d bytes (expected: one record, which is not carried)"
                            .formatted(table, records, body.length));
        }
        if (refused.isPresent() && claim.isEmpty()) {
            throw new IllegalArgumentException(
                    "envelope for %s: refused (%s) without a claim (expected: where the record's beginning is)"
                            .formatted(table, refused.get()));
        }
        if (letter.isPresent() && records != 1) {
            throw new IllegalArgumentException("envelope for %s: dead letter %s with %d records (expected: one record)"
                    .formatted(table, letter.get(), records));
        }
        if (body.length > MAX_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "envelope for %s: %d bytes (expected: at most %d)".formatted(table, body.length, MAX_BODY_BYTES));
        }
    }

    /** An envelope that carries its records. */
    public Envelope(
            String tenant,
            TableRef table,
            String stream,
            Operation operation,
            Optional<Page> page,
            int records,
            byte[] body) {
        this(
                tenant,
                table,
                stream,
                operation,
                page,
                records,
                body,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** An envelope of one record that is elsewhere. */
    public static Envelope claimed(
            String tenant, TableRef table, String stream, Operation operation, Optional<Page> page, Claim claim) {
        return new Envelope(
                tenant,
                table,
                stream,
                operation,
                page,
                1,
                new byte[0],
                Optional.of(claim),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with other records, as many of them. */
    public Envelope withBody(byte[] other) {
        return new Envelope(tenant, table, stream, operation, page, records, other, claim, refused, letter);
    }

    /**
     * The same, of a record that its sender could not read whole: it is a dead letter wherever it comes.
     *
     * @param reason that the dead letter gives
     */
    public Envelope refused(String reason) {
        return new Envelope(tenant, table, stream, operation, page, records, body, claim, Optional.of(reason), letter);
    }

    /** The same, as a replay of a dead letter. */
    public Envelope replaying(String id) {
        return new Envelope(tenant, table, stream, operation, page, records, body, claim, refused, Optional.of(id));
    }

    /** The Kafka key. */
    public String key() {
        return table.key(tenant);
    }
}
