package dev.ingest.gateway.querylog;

import dev.ingest.contracts.record.Envelope;

/**
 * What one post of query logs may hold.
 *
 * @param queries most queries
 * @param recordBytes most bytes of one query's record
 */
public record QueryLimits(int queries, int recordBytes) {
    public QueryLimits {
        if (queries < 1) {
            throw new IllegalArgumentException("limit of queries: %d (expected: at least 1)".formatted(queries));
        }
        if (recordBytes < 1 || recordBytes >= Envelope.MAX_BODY_BYTES) {
            throw new IllegalArgumentException("limit of query bytes: %d (expected: from 1, below %d)"
                    .formatted(recordBytes, Envelope.MAX_BODY_BYTES));
        }
    }
}
