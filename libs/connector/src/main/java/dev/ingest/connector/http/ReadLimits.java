package dev.ingest.connector.http;

import java.time.Duration;

/**
 * What reading one slice may cost; each is a failure with its name, never a silent cut.
 *
 * @param requestTimeout for one request, its whole body included; for a streamed body until it begins
 * @param connectTimeout for the connection alone
 * @param idleTimeout longest pause between two bytes of a body
 * @param streamTimeout for a whole streamed body
 * @param maxPageBytes of one response, after decompression
 * @param maxStreamBytes of one streamed response, after decompression
 * @param maxCacheBytes of all responses that a session keeps for streams which ask for the same; what does not fit is asked for again
 * @param maxRecordBytes of one record; the one that is no failure: a greater record is put aside, see {@link dev.ingest.connector.read.Page#oversized}
 * @param maxPages per partition of a slice
 * @param maxRetries per request, whatever the manifest asks for
 * @param maxWait longest pause inside a slice; a longer one defers the slice
 * @param maxPartitions per slice
 */
public record ReadLimits(
        Duration requestTimeout,
        Duration connectTimeout,
        Duration idleTimeout,
        Duration streamTimeout,
        int maxPageBytes,
        long maxStreamBytes,
        long maxCacheBytes,
        int maxRecordBytes,
        int maxPages,
        int maxRetries,
        Duration maxWait,
        int maxPartitions) {
    public static final ReadLimits DEFAULT = new ReadLimits(
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofHours(1),
            32 * 1024 * 1024,
            64L * 1024 * 1024 * 1024,
            32L * 1024 * 1024,
            16 * 1024 * 1024,
            100_000_000,
            20,
            Duration.ofSeconds(60),
            1_000_000);

    /** Redirects followed for one request. */
    static final int MAX_REDIRECTS = 5;

    public ReadLimits withRequestTimeout(Duration timeout) {
        return new ReadLimits(
                timeout,
                connectTimeout,
                idleTimeout,
                streamTimeout,
                maxPageBytes,
                maxStreamBytes,
                maxCacheBytes,
                maxRecordBytes,
                maxPages,
                maxRetries,
                maxWait,
                maxPartitions);
    }

    public ReadLimits withIdleTimeout(Duration timeout) {
        return new ReadLimits(
                requestTimeout,
                connectTimeout,
                timeout,
                streamTimeout,
                maxPageBytes,
                maxStreamBytes,
                maxCacheBytes,
                maxRecordBytes,
                maxPages,
                maxRetries,
                maxWait,
                maxPartitions);
    }

    public ReadLimits withMaxPageBytes(int bytes) {
        return new ReadLimits(
                requestTimeout,
                connectTimeout,
                idleTimeout,
                streamTimeout,
                bytes,
                maxStreamBytes,
                maxCacheBytes,
                maxRecordBytes,
                maxPages,
                maxRetries,
                maxWait,
                maxPartitions);
    }

    public ReadLimits withMaxStreamBytes(long bytes) {
        return new ReadLimits(
                requestTimeout,
                connectTimeout,
                idleTimeout,
                streamTimeout,
                maxPageBytes,
                bytes,
                maxCacheBytes,
                maxRecordBytes,
                maxPages,
                maxRetries,
                maxWait,
                maxPartitions);
    }

    public ReadLimits withMaxCacheBytes(long bytes) {
        return new ReadLimits(
                requestTimeout,
                connectTimeout,
                idleTimeout,
                streamTimeout,
                maxPageBytes,
                maxStreamBytes,
                bytes,
                maxRecordBytes,
                maxPages,
                maxRetries,
                maxWait,
                maxPartitions);
    }

    public ReadLimits withMaxRecordBytes(int bytes) {
        return new ReadLimits(
                requestTimeout,
                connectTimeout,
                idleTimeout,
                streamTimeout,
                maxPageBytes,
                maxStreamBytes,
                maxCacheBytes,
                bytes,
                maxPages,
                maxRetries,
                maxWait,
                maxPartitions);
    }

    public ReadLimits withMaxPages(int pages) {
        return new ReadLimits(
                requestTimeout,
                connectTimeout,
                idleTimeout,
                streamTimeout,
                maxPageBytes,
                maxStreamBytes,
                maxCacheBytes,
                maxRecordBytes,
                pages,
                maxRetries,
                maxWait,
                maxPartitions);
    }
}
