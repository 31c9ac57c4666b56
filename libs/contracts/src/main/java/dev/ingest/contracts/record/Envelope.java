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
 * @param body NDJSON: the records' own bytes, each followed by a newline, at most {@link #MAX_BODY_BYTES}
 */
public record Envelope(
        String tenant,
        TableRef table,
        String stream,
        Operation operation,
        Optional<Page> page,
        int records,
        byte[] body) {

    /** Most bytes of one body: a message stays below Kafka's usual limit of 1 MiB with its headers. */
    public static final int MAX_BODY_BYTES = 900 * 1024;

    /**
     * @param attempt which try of which slice
     * @param number the page envelope's number within the attempt, from 1, without gaps
     */
    public record Page(SliceAttempt attempt, int number) {}

    public Envelope {
        if (body.length > MAX_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "envelope for %s: %d bytes (expected: at most %d)".formatted(table, body.length, MAX_BODY_BYTES));
        }
    }

    /** The Kafka key. */
    public String key() {
        return table.key(tenant);
    }
}
