package dev.ingest.testkit;

/**
 * How to reach the S3 store; use path-style access.
 *
 * @param endpoint {@code http://host:port}
 */
public record ObjectStore(String endpoint, String region, String accessKey, String secretKey) {}
