package dev.ingest.gateway.feature;

import dev.ingest.contracts.record.Envelope;

/**
 * What one post may hold.
 *
 * @param sources most stream sources in one post
 * @param recordsPerSource most records for one source
 * @param recordBytes most bytes of one record, as it arrives
 */
public record FeatureLimits(int sources, int recordsPerSource, int recordBytes) {
    /** Room for a record's newline and for time stamps that are longer once they are UTC. */
    private static final int RECORD_MARGIN_BYTES = 64 * 1024;

    /** What a table's record may be at most. */
    static final int RECORD_BYTES_MAX = Envelope.MAX_BODY_BYTES - RECORD_MARGIN_BYTES;

    public FeatureLimits {
        positive("sources", sources);
        positive("records per source", recordsPerSource);
        positive("record bytes", recordBytes);
        if (recordBytes > RECORD_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "limit of record bytes: %d (expected: at most %d)".formatted(recordBytes, RECORD_BYTES_MAX));
        }
    }

    private static void positive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("limit of %s: %d (expected: at least 1)".formatted(what, value));
        }
    }
}
