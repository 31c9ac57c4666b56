package dev.ingest.connector.http;

import java.time.Duration;

/**
 * What reading one slice may cost; each is a failure with its name, never a silent cut.
 *
 * @param requestTimeout for one request, its whole body included
 * @param maxPageBytes of one response, after decompression
 * @param maxRecordBytes of one record
 * @param maxPages per partition of a slice
 * @param maxRetries per request, whatever the manifest asks for
 * @param maxWait longest pause inside a slice; a longer one defers the slice
 * @param maxPartitions per slice
 */
public record ReadLimits(
        Duration requestTimeout,
        int maxPageBytes,
        int maxRecordBytes,
        int maxPages,
        int maxRetries,
        Duration maxWait,
        int maxPartitions) {
    public static final ReadLimits DEFAULT = new ReadLimits(
            Duration.ofSeconds(60), 32 * 1024 * 1024, 16 * 1024 * 1024, 100_000, 20, Duration.ofSeconds(60), 1_000_000);

    /** Redirects followed for one request. */
    static final int MAX_REDIRECTS = 5;

    public ReadLimits withRequestTimeout(Duration timeout) {
        return new ReadLimits(timeout, maxPageBytes, maxRecordBytes, maxPages, maxRetries, maxWait, maxPartitions);
    }

    public ReadLimits withMaxPageBytes(int bytes) {
        return new ReadLimits(requestTimeout, bytes, maxRecordBytes, maxPages, maxRetries, maxWait, maxPartitions);
    }

    public ReadLimits withMaxRecordBytes(int bytes) {
        return new ReadLimits(requestTimeout, maxPageBytes, bytes, maxPages, maxRetries, maxWait, maxPartitions);
    }

    public ReadLimits withMaxPages(int pages) {
        return new ReadLimits(requestTimeout, maxPageBytes, maxRecordBytes, pages, maxRetries, maxWait, maxPartitions);
    }
}
